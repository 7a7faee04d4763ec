using System.IO;
using System.Linq;
using StormDetect.Core;

namespace StormDetect.Cli.Output;

/// <summary>The result of a hunt for programs.</summary>
internal static class HuntJson
{
    /// <summary>Writes the result to a file, or to the output where the path is <c>-</c>.</summary>
    public static void Write(MailHuntResult result, string path, TextWriter output) => ResultJson.Write(
        new
        {
            ResultJson.SchemaVersion,
            result.Verdict,
            result.VerdictText,
            result.Tenants,
            result.Coverage,
            Findings = result.Findings.Cast<object>(),
            result.Incidents,
            result.Hunts,
            result.Notes,
            result.ReadReport,
            result.SignInReport,
            result.Suppressed,
            result.SuppressedCount,
            result.Baseline,
        },
        path,
        output);
}
