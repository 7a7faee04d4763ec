using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Cli.Output;
using StormDetect.Core;

namespace StormDetect.Cli.Commands;

/// <summary><c>stormdetect collect ARCHIVE PATH...</c>, <c>stormdetect collect ARCHIVE --live ...</c>: puts audit logs into an archive.</summary>
internal static class CollectCommand
{
    private static readonly Argument<string> s_archive = new("ARCHIVE") { Description = "The folder of the archives; each tenant has a folder in it, named by its id. It is made if need be." };
    private static readonly Argument<string[]> s_paths = new("PATH")
    {
        Description = "Audit logs in any export form, plain, gzip or zip; folders are searched. None with --live.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string> s_operator = new("--operator") { Description = "Who runs it, for the manifest.", DefaultValueFactory = _ => Environment.UserName };
    private static readonly Option<DateTimeOffset?> s_from = HuntCommand.Time("--covered-start", "Start of the window that the logs were exported for. A time without a zone is UTC.", dayIncluded: false);
    private static readonly Option<DateTimeOffset?> s_to = HuntCommand.Time("--covered-end", "End of that window; a bare day is included.", dayIncluded: true);

    private static readonly Option<bool> s_live = new("--live") { Description = "Collect from the tenant, from 26 hours before the end of what the archive covers until now: records come that late. The first run of a day looks back further (--late-days)." };
    private static readonly Option<DateTimeOffset?> s_start = HuntCommand.Time("--start", "With --live: start of what is collected. The first collection needs it. A time without a zone is UTC.", dayIncluded: false);
    private static readonly Option<DateTimeOffset?> s_end = HuntCommand.Time("--end", "With --live: end of what is collected; a bare day is included. Now by default.", dayIncluded: true);
    private static readonly Option<string[]> s_operations = new("--operations") { Description = "With --live: only these operations, such as MailItemsAccessed. The manifest says so.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> s_source = new("--source") { Description = "With --live: the way to the log. Audit queries of Microsoft Graph (graph) where the cloud has them, else the Management Activity API (management): 7 days, after its subscription was started." };

    private static readonly Option<bool> s_subscribe = new("--start-subscription")
    {
        Description = "With --live, and the Management Activity API as the way to the log: start the tenant's subscriptions that do not run yet. This changes the tenant. What was started delivers nothing from before, and its first records after up to 12 hours, so that this run then collects nothing and ends with 3.",
    };

    private static readonly Option<int> s_lateDays = new("--late-days") { Description = "With --live: how many days back the first run of a day (UTC) asks for records that came later than that; 0 for never. It costs about 8 submissions of audit queries in place of one or two.", DefaultValueFactory = _ => ArchiveCollectionOptions.UsualLateDays };
    private static readonly Option<string?> s_acceptLoss = new("--accept-loss") { Description = "With --live: accept holes as lost that the archive had before and that this run asks for and cannot get either, and say why (REASON). They stay blind for every hunt, verify lists them, and no run asks for them again, unless by --start. Give it once, by hand." };

    private static Option[] LiveOnly => [s_start, s_end, s_operations, s_source, s_subscribe, s_lateDays, s_acceptLoss, .. SignInOptions.All];

    public static Command Create(TimeProvider clock)
    {
        Command command = new("collect", "Add audit logs, from files or from the tenant, to an archive that only grows. Exit code 0 when everything was added, 3 when something could not be read or had (with --live, a gap that the next run asks for again; a loss that was accepted is none), 1 on an error; of files nothing was added then, what a search had found before it is kept.")
        {
            s_archive, s_paths, SignInOptions.Tenant, s_operator, s_from, s_to, s_live,
        };
        s_source.AcceptOnlyFromAmong("graph", "management");
        foreach (Option option in LiveOnly)
        {
            command.Add(option);
        }

        command.Validators.Add(Check);
        command.SetAction((parsed, cancellation) => parsed.GetValue(s_live) ? CollectAsync(parsed, clock, cancellation) : Task.FromResult(Run(parsed, clock, cancellation)));
        return command;
    }

    private static void Check(CommandResult result)
    {
        bool isLive = result.GetValue(s_live);
        foreach (Option option in (isLive ? new Option[] { s_from, s_to } : LiveOnly).Where(option => SignInOptions.IsGiven(result, option)))
        {
            result.AddError(isLive ? $"{option.Name} does not go with --live." : $"{option.Name} goes with --live only.");
        }

        if (result.GetResult(s_lateDays) is { Tokens: [Token days] } && int.TryParse(days.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int count) && count is < 0 or > 180)
        {
            result.AddError($"{s_lateDays.Name} takes 0 to 180.");
        }

        if (SignInOptions.IsGiven(result, s_acceptLoss) && string.IsNullOrWhiteSpace(result.GetValue(s_acceptLoss)))
        {
            result.AddError($"{s_acceptLoss.Name} needs a reason: why nothing can fill these holes.");
        }

        bool hasPaths = result.GetResult(s_paths) is { Tokens.Count: > 0 };
        if (isLive == hasPaths)
        {
            result.AddError(isLive ? "Name either files or --live." : "Name the files to add, or --live.");
        }

        if (isLive && result.GetValue(s_subscribe) && result.GetValue(s_source) == "graph")
        {
            result.AddError($"{s_subscribe.Name} goes with {s_source.Name} management only.");
        }

        if (isLive)
        {
            SignInOptions.Check(result);
            return;
        }

        if (SignInOptions.IsGiven(result, s_from) != SignInOptions.IsGiven(result, s_to))
        {
            result.AddError($"{s_from.Name} and {s_to.Name} go together.");
        }

        if (result.GetValue(SignInOptions.Tenant) is { } tenant && !Guid.TryParse(tenant, out _))
        {
            result.AddError($"{SignInOptions.Tenant.Name}: '{PlainText.Safe(tenant)}' is no tenant id (GUID).");
        }
    }

    private static int Run(ParseResult parsed, TimeProvider clock, CancellationToken cancellation)
    {
        if (Window(parsed) is { } window && window.From >= window.To)
        {
            throw new ArgumentException("--covered-start must be before --covered-end.");
        }

        TextWriter error = parsed.InvocationConfiguration.Error;
        Guid? tenant = parsed.GetValue(SignInOptions.Tenant) is { } id ? Guid.Parse(id) : null;
        using ProgressLine progress = new(error);
        using AuditArchiveExport export = new(parsed.GetValue(s_archive)!, new AuditArchiveOptions { Clock = clock, TenantId = tenant, Operator = parsed.GetValue(s_operator)!, Joining = progress.Show }) { Progress = progress.Show };
        export.AddFiles(PathPatterns.Expand(parsed.GetValue(s_paths)!), cancellation);
        AuditArchiveResult result = export.Complete(report => ArchiveProvenance.Of(report, Window(parsed)), cancellation);
        progress.Clear();
        bool isWhole = ArchiveText.Write(result, parsed.InvocationConfiguration.Output, error);
        if (result.Archives.Count == 0)
        {
            error.WriteLine("There was no record to add.");
        }

        return isWhole && result.Archives.Count > 0 ? ExitCode.NoEvidence : ExitCode.CannotConclude;
    }

    private static Task<int> CollectAsync(ParseResult parsed, TimeProvider clock, CancellationToken cancellation) =>
        new LiveCollection(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, clock)
        {
            Archive = parsed.GetValue(s_archive)!,
            Operator = parsed.GetValue(s_operator)!,
            Start = parsed.GetValue(s_start),
            End = parsed.GetValue(s_end),
            Operations = parsed.GetValue(s_operations) ?? [],
            StartsSubscriptions = parsed.GetValue(s_subscribe),
            LateDays = parsed.GetValue(s_lateDays),
            AcceptLoss = parsed.GetValue(s_acceptLoss),
            Source = parsed.GetValue(s_source) switch
            {
                "graph" => AuditLogRouteKind.GraphQuery,
                "management" => AuditLogRouteKind.ManagementActivity,
                _ => null,
            },
        }.RunAsync(SignInOptions.Request(parsed), cancellation);

    private static ArchiveWindow? Window(ParseResult parsed) =>
        parsed.GetValue(s_from) is DateTimeOffset from && parsed.GetValue(s_to) is DateTimeOffset to ? new ArchiveWindow(from, to) : null;
}
