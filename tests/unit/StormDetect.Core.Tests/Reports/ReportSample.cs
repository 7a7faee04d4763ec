using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using StormDetect.Core.Reports;

namespace StormDetect.Core.Tests.Reports;

/// <summary>
/// Results with one text in every field of every type of finding, as if an attacker had written the whole log. Fields are found by reflection, so that a new one is tested without being
/// thought of.
/// </summary>
internal static class ReportSample
{
    public static readonly DateTimeOffset Time = new(2026, 9, 20, 14, 5, 0, TimeSpan.Zero);

    public static Type[] FindingTypes { get; } = typeof(Finding).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(Finding)) && !type.IsAbstract).OrderBy(static type => type.Name, StringComparer.Ordinal).ToArray();

    public static string Write(MailHuntResult result, bool redact = false, string? key = null, string title = "Mail access report", IReadOnlyList<MailExposure>? exposures = null, IReadOnlyList<InputHash>? inputs = null)
    {
        using StringWriter writer = new();
        HuntReport.Write(
            result, new HuntReportOptions { MadeAt = Time, ToolVersion = "1.2.3", Redact = redact, RedactionKey = key, Title = title, Exposures = exposures ?? [], Inputs = inputs ?? [] }, writer);
        return writer.ToString();
    }

    /// <summary>An object of the type with the text wherever text goes; ids of findings and detections are made by hunts and not taken from the log.</summary>
    public static object Fill(Type type, string text)
    {
        object made = RuntimeHelpers.GetUninitializedObject(type);
        foreach (PropertyInfo property in Properties(type))
        {
            property.SetValue(made, Value(property.PropertyType, text));
        }

        return made;
    }

    public static Finding Finding(Type type, string text, string id)
    {
        Finding finding = (Finding)Fill(type, text);
        typeof(Finding).GetProperty(nameof(Core.Finding.Id))!.SetValue(finding, id);
        typeof(Finding).GetProperty(nameof(Core.Finding.DetectionId))!.SetValue(finding, "Area.Name");
        typeof(Finding).GetProperty(nameof(Core.Finding.SuppressedBecause))!.SetValue(finding, null);
        return finding;
    }

    public static MailHuntResult Everything(string text)
    {
        Finding[] findings = FindingTypes.Select((type, i) => Finding(type, text, $"T{i:00}-0123456789AB")).ToArray();
        return Of(findings, text);
    }

    public static MailHuntResult Of(IReadOnlyList<Finding> findings, string text, int flaggedHours = 1) => new()
    {
        Verdict = Verdict.Suspicious,
        VerdictText = text,
        Coverage = (CoverageReport)Fill(typeof(CoverageReport), text),
        Findings = findings,
        Incidents =
        [
            new Incident
            {
                Id = "INC-0123456789AB", TenantId = text, Severity = Severity.High, Title = text, FirstSeen = Time, LastSeen = Time, Findings = findings, Links = [text], Techniques = [text],
                NextSteps = [new NextStep(NextStepKind.Evict, text, text), new NextStep(NextStepKind.Preserve, text, null)],
            },
        ],
        Hunts = ["MailAccess", text],
        Suppressed = [(SuppressedFindings)Fill(typeof(SuppressedFindings), text)],
        Notes = [text],
        ReadReport = (ReadReport)Fill(typeof(ReadReport), text),
        ReportData = Data(text, flaggedHours),
    };

    public static HuntReportData Data(string text, int flaggedHours = 1) => new()
    {
        FirstDay = Time.AddHours(-14).AddMinutes(-5),
        DayCount = 3,
        Mailboxes = [new ReportMailbox(text, text, [new ReportDay { Items = 3, Reads = 2 }, new ReportDay { Items = 9, Reads = 4, FlaggedItems = 5, Syncs = 1, FlaggedSyncs = 1 }, default], 1, 4)],
        MailboxesLeftOut = 2,
        Applications = [text],
        Networks = [text],
        Cells = [new ReportCell { Application = 0, Network = 0, Records = 6, Flagged = 1, First = 0, Last = 1 }],
        UsualHours = Hours(2),
        FlaggedHours = Hours(flaggedHours),
    };

    private static int[][] Hours(int count) => Enumerable.Range(0, 7).Select(day => Enumerable.Range(0, 24).Select(hour => (day + hour) % 3 == 0 ? count : 0).ToArray()).ToArray();

    private static IEnumerable<PropertyInfo> Properties(Type type)
    {
        for (Type? at = type; at is not null; at = at.BaseType)
        {
            foreach (PropertyInfo property in at.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(static property => property.GetSetMethod(nonPublic: true) is not null))
            {
                yield return property;
            }
        }
    }

    private static object? Value(Type type, string text)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return text;
        }

        if (type == typeof(DateTimeOffset))
        {
            return Time;
        }

        if (type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)))
        {
            Type item = type.GetGenericArguments()[0];
            Array list = Array.CreateInstance(item, 1);
            list.SetValue(Value(item, text), 0);
            return list;
        }

        return type.IsEnum ? Enum.GetValues(type).Cast<object>().Last()
            : type == typeof(bool) ? true
            : type.IsPrimitive ? Convert.ChangeType(3, type, System.Globalization.CultureInfo.InvariantCulture)
            : Fill(type, text);
    }
}
