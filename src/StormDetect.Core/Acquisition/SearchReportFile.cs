using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using StormDetect.Core.Acquisition;

namespace StormDetect.Core;

/// <summary>The report of a search as a file, which hunts find beside the records.</summary>
public static class SearchReportFile
{
    /// <summary>The name of the file in a state folder.</summary>
    public const string FileName = "search-report.json";

    private const string Mark = "stormDetectSearchReport";
    private const int Version = 1;
    private const long Longest = 64 << 20;

    /// <summary>Reads a report.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The report; null where the file is none.</returns>
    /// <exception cref="InvalidDataException">It is a report, but damaged or of a newer version.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SearchReport? Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!Path.GetFileName(path).Equals(FileName, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        SpecialFile.Refuse(path);
        if (new FileInfo(path).Length > Longest)
        {
            throw new InvalidDataException("The file is too large to be the report of a search.");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(Mark, out JsonElement version))
            {
                return null;
            }

            return version.GetInt32() <= Version ? Parse(root) : throw new InvalidDataException("A newer version of StormDetect wrote this report of a search.");
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("The report of a search is damaged.", cause);
        }
    }

    /// <summary>A report as JSON.</summary>
    /// <param name="report">The report.</param>
    /// <returns>UTF-8.</returns>
    public static byte[] Write(SearchReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return SearchJson.Write(
            writer =>
            {
                writer.WriteNumber(Mark, Version);
                writer.WriteString("route", report.Route.ToString());
                writer.WriteString("tenant", report.TenantId);
                JsonFields.Time(writer, "asOf", report.AsOf);
                writer.WriteBoolean("isComplete", report.IsComplete);
                writer.WriteString("problem", report.Problem);
                writer.WriteString("extent", report.Extent);
                writer.WriteNumber("kept", report.Kept);
                writer.WriteNumber("submissionsUsed", report.SubmissionsUsed);
                if (report.SubmissionsPerDay is int submissions)
                {
                    writer.WriteNumber("submissionsPerDay", submissions);
                }

                SearchJson.Query(writer, report.Query);
                writer.WriteStartArray("blindIntervals");
                foreach (BlindInterval interval in report.BlindIntervals)
                {
                    writer.WriteStartObject();
                    JsonFields.Time(writer, "from", interval.From);
                    JsonFields.Time(writer, "to", interval.To);
                    writer.WriteString("cause", interval.Cause.ToString());
                    writer.WriteString("certainty", interval.Certainty.ToString());
                    writer.WriteString("text", interval.Text);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteStartArray("slices");
                foreach (SliceReport slice in report.Slices)
                {
                    writer.WriteStartObject();
                    SearchJson.Report(writer, slice);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            },
            isIndented: true);
    }

    private static SearchReport Parse(JsonElement root)
    {
        string tenant = JsonFields.TextOrNone(root, "tenant");
        return new SearchReport
        {
            Route = Enum.Parse<AuditLogRouteKind>(JsonFields.TextOrNone(root, "route")),
            TenantId = tenant,
            AsOf = JsonFields.Time(root, "asOf"),
            Query = SearchJson.Query(root),
            Problem = JsonFields.TextOrNone(root, "problem"),
            Extent = JsonFields.TextOrNone(root, "extent"),
            SubmissionsUsed = (int)JsonFields.NumberOrZero(root, "submissionsUsed"),
            SubmissionsPerDay = root.TryGetProperty("submissionsPerDay", out JsonElement submissions) ? submissions.GetInt32() : null,
            Slices = root.GetProperty("slices").EnumerateArray().Select(SearchJson.Report).ToArray(),
            BlindIntervals = root.GetProperty("blindIntervals").EnumerateArray().Select(interval => new BlindInterval(
                tenant,
                BlindScope.Tenant,
                string.Empty,
                JsonFields.Time(interval, "from"),
                JsonFields.Time(interval, "to"),
                Enum.Parse<BlindCause>(JsonFields.TextOrNone(interval, "cause")),
                Enum.Parse<Certainty>(JsonFields.TextOrNone(interval, "certainty")),
                JsonFields.TextOrNone(interval, "text"))).ToArray(),
        };
    }
}
