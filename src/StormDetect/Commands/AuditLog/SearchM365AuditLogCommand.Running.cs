using System.Threading.Tasks;
using StormDetect.Core;
using StormDetect.Errors;
using StormDetect.Views;

namespace StormDetect.Commands;

/// <content>A search that runs: its slices come on threads of its own, and are handed on from the pipeline's.</content>
public sealed partial class SearchM365AuditLogCommand
{
    private void Run(AuditLogSearch search, SearchPlan plan)
    {
        if (plan.SubmissionsPerDay is not null)
        {
            // Everybody in the tenant shares them: said before they are spent, not only with -Verbose.
            WriteInformation(SearchPlanText.Announcement(plan, _tenant), SearchPlanText.Tags);
        }

        SearchBar bar = new();
        SearchReport report = AwaitWithPipeline(
            token => search.RunAsync((slice, stop) => new ValueTask(_queue.WriteAsync(() => HandOn(slice), stop)), token),
            _queue,
            () => WriteProgress(bar.Show(search.Progress)));
        if (bar.End() is { } end)
        {
            WriteProgress(end);
        }

        foreach (string line in report.Lines)
        {
            WriteVerbose(line);
        }

        if (search.StoppedBy is { } stopped)
        {
            WriteError(ErrorRecords.SearchStopped(stopped, report, _stateFolder, _tenant));
        }

        if (report.ConflictingIds > 0)
        {
            WriteWarning(Strings.Format(Strings.IdsConflict, ViewHelpers.Number(report.ConflictingIds)));
        }

        if (IncludeReport)
        {
            WriteObject(report);
        }
    }

    private void HandOn(FoundSlice slice)
    {
        if (slice.Report.State != SliceState.Complete)
        {
            WriteError(ErrorRecords.SearchSlice(slice.Report, _tenant));
        }

        if (slice.File.Length == 0)
        {
            return;
        }

        if (AsFile)
        {
            WriteFile(slice.File);
            return;
        }

        AuditLogReader reader = new(new AuditReadOptions { IncludeAuditData = true });
        foreach (AuditRecord record in reader.Read([slice.File], StopToken))
        {
            WriteObject(record);
        }

        WriteReadReport(reader.Report);
    }
}
