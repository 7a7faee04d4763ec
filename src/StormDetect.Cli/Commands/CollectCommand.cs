using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Cli.Output;
using StormDetect.Core;

namespace StormDetect.Cli.Commands;

/// <summary><c>stormdetect collect ARCHIVE PATH...</c>: puts audit logs into an archive.</summary>
internal static class CollectCommand
{
    private static readonly Argument<string> s_archive = new("ARCHIVE") { Description = "The folder of the archives; each tenant has a folder in it, named by its id. It is made if need be." };
    private static readonly Argument<string[]> s_paths = new("PATH")
    {
        Description = "Audit logs in any export form, plain, gzip or zip; folders are searched.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<Guid?> s_tenant = new("--tenant") { Description = "The tenant the records are of: those that name none are put with it, those that name another are refused." };
    private static readonly Option<string> s_operator = new("--operator") { Description = "Who runs it, for the manifest.", DefaultValueFactory = _ => Environment.UserName };
    private static readonly Option<DateTimeOffset?> s_from = HuntCommand.Time("--covered-start", "Start of the window that the logs were exported for. A time without a zone is UTC.", dayIncluded: false);
    private static readonly Option<DateTimeOffset?> s_to = HuntCommand.Time("--covered-end", "End of that window; a bare day is included.", dayIncluded: true);

    public static Command Create()
    {
        Command command = new("collect", "Add audit logs to an archive that only grows. Exit code 0 when everything was added, 3 when something could not be read, 1 on an error; then nothing was added.")
        {
            s_archive, s_paths, s_tenant, s_operator, s_from, s_to,
        };
        command.Validators.Add(static result =>
        {
            if ((result.GetResult(s_from) is null) != (result.GetResult(s_to) is null))
            {
                result.AddError($"{s_from.Name} and {s_to.Name} go together.");
            }
        });
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        if (Window(parsed) is { } window && window.From >= window.To)
        {
            throw new ArgumentException("--covered-start must be before --covered-end.");
        }

        TextWriter output = parsed.InvocationConfiguration.Output;
        TextWriter error = parsed.InvocationConfiguration.Error;
        using ProgressLine progress = new(error);
        using AuditArchiveExport export = new(parsed.GetValue(s_archive)!, new AuditArchiveOptions { Clock = TimeProvider.System, TenantId = parsed.GetValue(s_tenant), Operator = parsed.GetValue(s_operator)! }) { Progress = progress.Show };
        export.AddFiles(PathPatterns.Expand(parsed.GetValue(s_paths)!), cancellation);
        AuditArchiveResult result = export.Complete(report => ArchiveProvenance.Of(report, Window(parsed)));
        progress.Clear();
        HuntInputs.WriteProblems(result.ReadReport, error);
        long dropped = result.ReadReport.Dropped.Sum(static drop => drop.Count);
        Tell(error, dropped, "rows are no audit records and were left out");
        Tell(error, result.OtherTenant, "records are of another tenant and were left out");
        foreach (ArchiveRunResult run in result.Archives)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{PlainText.Safe(run.Path)}: run {run.Number}, {run.Stored:N0} records added, {run.AlreadyArchived:N0} were there already, {run.Parts:N0} parts, {run.Bytes:N0} bytes"));
            output.WriteLine($"  head {run.Head}");
            Tell(error, run.Recovered, "files of a run that ended early were taken away");
        }

        if (result.Archives.Count == 0)
        {
            error.WriteLine("There was no record to add.");
        }

        return result.ReadReport.Problems.Count > 0 || dropped > 0 || result.OtherTenant > 0 || result.Archives.Count == 0 ? ExitCode.CannotConclude : ExitCode.NoEvidence;
    }

    private static ArchiveWindow? Window(ParseResult parsed) =>
        parsed.GetValue(s_from) is DateTimeOffset from && parsed.GetValue(s_to) is DateTimeOffset to ? new ArchiveWindow(from, to) : null;

    private static void Tell(TextWriter error, long count, string what)
    {
        if (count > 0)
        {
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}."));
        }
    }
}
