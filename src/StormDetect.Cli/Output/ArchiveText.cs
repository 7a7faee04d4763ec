using System.Globalization;
using System.IO;
using System.Linq;
using StormDetect.Cli.Commands;
using StormDetect.Core;

namespace StormDetect.Cli.Output;

/// <summary>What was added to archives, for a person at a terminal.</summary>
internal static class ArchiveText
{
    /// <summary>Writes what was added to the output, and what was not on standard error.</summary>
    /// <returns>Whether everything was added.</returns>
    public static bool Write(AuditArchiveResult result, TextWriter output, TextWriter error)
    {
        HuntInputs.WriteProblems(result.ReadReport, error);
        long dropped = result.ReadReport.Dropped.Sum(static drop => drop.Count);
        Tell(error, dropped, "rows are no audit records and were left out");
        if (result.ReadReport.Advice.Length > 0)
        {
            error.WriteLine(result.ReadReport.Advice);
        }

        Tell(error, result.OtherTenant, "records are of another tenant and were left out");
        foreach (ArchiveRunResult run in result.Archives)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{PlainText.Safe(run.Path)}: run {run.Number}, {run.Stored:N0} records added, {run.AlreadyArchived:N0} were there already, {run.Parts:N0} parts, {run.Bytes:N0} bytes"));
            output.WriteLine($"  head {run.Head}");
            foreach (ArchiveGap loss in run.AcceptedLosses)
            {
                output.WriteLine($"  accepted as lost: {PlainText.Safe(loss.ToString())}");
            }

            Tell(error, run.Recovered, "files of a run that ended early were taken away");
        }

        return result.ReadReport.Problems.Count == 0 && dropped == 0 && result.OtherTenant == 0;
    }

    private static void Tell(TextWriter error, long count, string what)
    {
        if (count > 0)
        {
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}."));
        }
    }
}
