using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading;
using StormDetect.Core.Detection.Indicators;

namespace StormDetect.Core;

/// <summary>
/// Reads indicators in the forms they are shared in: STIX 2.x bundles (and TAXII answers), MISP events and attribute searches, CSV. The form is told from the content. One bad
/// file or indicator never takes the others along.
/// </summary>
public static class IndicatorReader
{
    // Feeds of millions of indicators are some hundred megabytes; more is no list of indicators.
    private const long LargestFile = 1L << 30;

    private static readonly JsonDocumentOptions s_json = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 128 };

    /// <summary>The indicators Microsoft published of Storm-0558 (2023).</summary>
    public static IReadOnlyList<ThreatIndicator> BuiltIn { get; } = Storm0558.Indicators();

    /// <summary>Reads files.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Indicators and problems of all of them.</returns>
    public static IndicatorReadResult Read(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(paths);
        List<ThreatIndicator> indicators = [];
        List<IndicatorProblem> problems = [];
        foreach (string path in paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                SpecialFile.Refuse(path);
                using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                IndicatorReadResult read = Read(file, path);
                indicators.AddRange(read.Indicators);
                problems.AddRange(read.Problems);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
            {
                problems.Add(new IndicatorProblem(IndicatorProblemKind.FileNotUsable, path, string.Empty, failure.Message));
            }
        }

        return new IndicatorReadResult(indicators, problems);
    }

    /// <summary>Reads one stream.</summary>
    /// <param name="stream">The text, in UTF-8 or with a byte order mark.</param>
    /// <param name="name">What to call it: the path of the file.</param>
    /// <returns>Its indicators and problems.</returns>
    public static IndicatorReadResult Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        IndicatorSink sink = new(name);
        if (stream.CanSeek && stream.Length > LargestFile)
        {
            sink.FileNotUsable("the file is larger than any list of indicators");
            return sink.Finish();
        }

        using StreamReader reader = new(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        string text = reader.ReadToEnd();
        if (text.AsSpan().Trim().IsEmpty)
        {
            sink.FileNotUsable("the file is empty");
        }
        else if (text.Contains('\0', StringComparison.Ordinal))
        {
            sink.FileNotUsable("it is a binary file, not a list of indicators");
        }
        else if (text.AsSpan().TrimStart()[0] is '{' or '[')
        {
            ReadJson(text, sink);
        }
        else
        {
            CsvIndicators.Read(text, sink);
        }

        return sink.Finish();
    }

    private static void ReadJson(string text, IndicatorSink sink)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, s_json);
            if (!StixBundle.TryRead(document.RootElement, sink) && !MispEvents.TryRead(document.RootElement, sink))
            {
                sink.FileNotUsable("it is JSON, but neither a STIX bundle nor a MISP event");
            }
        }
        catch (JsonException failure)
        {
            sink.FileNotUsable($"its JSON is damaged: {failure.Message}");
        }
    }
}
