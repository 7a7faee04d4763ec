using System.Collections.Generic;
using System.IO;
using StormDetect.Core;

namespace StormDetect.Cli.Output;

/// <summary>Results of checks for programs.</summary>
internal static class CheckJson
{
    /// <summary>Writes the results to a file, or to the output where the path is <c>-</c>.</summary>
    public static void Write(IReadOnlyList<LoggingCheckResult> results, CheckStatus status, string path, TextWriter output) =>
        ResultJson.Write(new { ResultJson.SchemaVersion, Status = status, Results = results }, path, output);
}
