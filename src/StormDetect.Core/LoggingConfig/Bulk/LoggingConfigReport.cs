using System;
using System.Collections.Generic;
using System.IO;
using StormDetect.Core.LoggingConfig;

namespace StormDetect.Core;

/// <summary>Writes a roll-up to a file, in the form its name asks for: .html (one file, no script, nothing fetched), .csv, .json, or .xml (JUnit, for pipelines).</summary>
public static class LoggingConfigReport
{
    /// <summary>The file name extensions there are.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".html", ".csv", ".json", ".xml"];

    /// <summary>Whether a file name asks for a form there is.</summary>
    /// <param name="path">The file.</param>
    /// <returns>True if so.</returns>
    public static bool IsSupported(string path) => Writer(path) is not null;

    /// <summary>Writes the roll-up. A file that is there is replaced as a whole, or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rollUp">The roll-up.</param>
    /// <param name="writtenAt">The time to put on it (UTC).</param>
    /// <exception cref="ArgumentException">The file name asks for no form there is.</exception>
    public static void Write(string path, LoggingConfigRollUp rollUp, DateTimeOffset writtenAt)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(rollUp);
        Action<Stream, LoggingConfigRollUp, DateTimeOffset> write = Writer(path) ?? throw new ArgumentException($"'{PlainText.Safe(path)}' ends in none of {string.Join(", ", Extensions)}.");
        AtomicFile.Write(path, stream => write(stream, rollUp, writtenAt), ownerOnly: false);
    }

    private static Action<Stream, LoggingConfigRollUp, DateTimeOffset>? Writer(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".HTML" or ".HTM" => RollUpHtml.Write,
        ".CSV" => static (stream, rollUp, _) => RollUpCsv.Write(stream, rollUp),
        ".JSON" => RollUpJson.Write,
        ".XML" => RollUpJUnit.Write,
        _ => null,
    };
}
