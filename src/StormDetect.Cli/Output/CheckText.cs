using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using StormDetect.Core;

namespace StormDetect.Cli.Output;

/// <summary>Results of checks for a person at a terminal: a line a check, and below what failed or is unknown what decided it and what to do.</summary>
internal static class CheckText
{
    private const int MostLines = 5;

    public static void Write(IReadOnlyList<LoggingCheckResult> results, TextWriter output)
    {
        if (results.Count == 0)
        {
            return;
        }

        LoggingCheckResult first = results[0];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{PlainText.Safe(first.TenantName.Length > 0 ? first.TenantName : "Tenant")} {(first.TenantId.Length > 0 ? PlainText.Safe(first.TenantId) : "(not known)")}, read {first.TakenAt:yyyy-MM-dd HH:mm} UTC"));
        foreach (LoggingCheckResult result in results)
        {
            output.WriteLine($"  {result.Status.ToString().ToUpperInvariant(),-13} {result.CheckId,-30} {PlainText.Safe(result.Summary)}");
            IEnumerable<string> lines = result.Status switch
            {
                CheckStatus.Failed => result.Evidence.Select(static entry => entry.ToString()),
                CheckStatus.Unknown => result.Needs,
                _ => [],
            };
            foreach (string line in lines.Take(MostLines))
            {
                output.WriteLine($"      {PlainText.Safe(line)}");
            }

            if (result.Status == CheckStatus.Failed && result.EvidenceCount > MostLines)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"      and {result.EvidenceCount - MostLines:#,0} more (--json has them)"));
            }

            foreach (string command in result.Status == CheckStatus.Failed ? result.Remediation.Take(MostLines) : [])
            {
                output.WriteLine($"      -> {PlainText.Safe(command)}");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {Count(results, CheckStatus.Passed)} passed, {Count(results, CheckStatus.Failed)} failed, {Count(results, CheckStatus.Unknown)} unknown, {Count(results, CheckStatus.NotApplicable)} not applicable"));
        output.WriteLine();
    }

    private static int Count(IReadOnlyList<LoggingCheckResult> results, CheckStatus status) => results.Count(result => result.Status == status);
}
