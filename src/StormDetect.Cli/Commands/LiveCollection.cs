using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Cli.Output;
using StormDetect.Core;
using StormDetect.Graph;

namespace StormDetect.Cli.Commands;

/// <summary>Collects a tenant's audit log into its archive, from where that ends. What a run found is kept beside the archive until it is part of it, so that the next one goes on with a run that was interrupted.</summary>
/// <param name="output">Receives what was added.</param>
/// <param name="error">Receives progress, and what is missing.</param>
/// <param name="clock">The clock.</param>
internal sealed class LiveCollection(TextWriter output, TextWriter error, TimeProvider clock)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);

    /// <summary>The folder of the archives.</summary>
    public required string Archive { get; init; }

    /// <summary>Who runs it, for the manifest.</summary>
    public required string Operator { get; init; }

    /// <summary>Start; null for 26 hours before the end of what the archive covers, once a day earlier.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>End; null for now.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Only these operations; empty for all.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];

    /// <summary>Whether subscriptions to the Management Activity API that do not run are started.</summary>
    public bool StartsSubscriptions { get; init; }

    /// <summary>The way to the log; null for what the cloud has.</summary>
    public AuditLogRouteKind? Source { get; init; }

    /// <summary>How many days back the first run of a day asks for late records; 0 for never.</summary>
    public int LateDays { get; init; } = ArchiveCollectionOptions.UsualLateDays;

    /// <summary>Why holes are accepted as lost that this run cannot fill either; null to accept nothing.</summary>
    public string? AcceptLoss { get; init; }

    /// <summary>Collects.</summary>
    /// <param name="request">How to sign in.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(ConnectionRequest request, CancellationToken cancellation)
    {
        if (Start >= clock.GetUtcNow())
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"--start ({Start.Value.UtcDateTime:yyyy-MM-dd HH:mm} UTC) is in the future: nothing of it has happened yet. Give a time that has passed, such as --start {clock.GetUtcNow().AddDays(-7):yyyy-MM-dd}."));
        }

        using TenantConnection connection = await GraphServices.ConnectAsync(request, prompt: null, cancellation);
        if (!Guid.TryParse(connection.TenantId, out Guid tenant))
        {
            throw new ArgumentException("The token does not say which tenant is asked, and so whose archive it would be. Give --tenant with the tenant's id.");
        }

        // Before anything is asked of the tenant: the archive is held, so that two runs do not spend the tenant's submissions on the same hours.
        using ProgressLine progress = new(error);
        using AuditArchiveExport export = new(Archive, new AuditArchiveOptions { Clock = clock, TenantId = tenant, Operator = Operator, AcceptLoss = AcceptLoss?.Trim(), Joining = progress.Show }) { Progress = progress.Show };
        ArchiveSearchState state = new(Archive, tenant);
        AuditLogRouteKind kind = Source ?? (connection.Endpoints.HasAuditQueries ? AuditLogRouteKind.GraphQuery : AuditLogRouteKind.ManagementActivity);
        if (StartsSubscriptions && await SubscribeAsync(connection, kind, cancellation))
        {
            return ExitCode.CannotConclude;
        }

        ArchiveCollectionPlan plan = state.Next(new ArchiveCollectionOptions { Start = Start, End = End, Operations = Operations, Route = kind, LateDays = LateDays }, clock.GetUtcNow())
            ?? throw new ArgumentException($"The archive '{Archive}' does not say up to when it covers the log, so there is nothing to go on from. Give --start, such as --start {clock.GetUtcNow().AddDays(-7):yyyy-MM-dd}.");
        if (plan.GoesOn)
        {
            Tell($"An earlier search was interrupted: its window ({new ArchiveWindow(plan.Query.Start, plan.Query.End)}) is collected first.");
        }

        await using IAuditLogRoute route = GraphServices.OpenAuditLogRoute(connection, kind);
        AuditLogSearchOptions options = new() { StatePath = state.Folder, Clock = clock, Random = Random.Shared.NextDouble };
        plan = plan.Within(new AuditLogSearch(route, plan.Query, options).Plan());
        if (plan.LooksBack)
        {
            Tell($"Looks back for records that came late ({new ArchiveWindow(plan.Query.Start, plan.NeededFrom)}).");
        }

        AuditLogSearch search = new(route, plan.Query, options);
        Tell(search.Plan().Text);
        (SearchReport report, List<string> files) = await SearchAsync(search, progress, cancellation);
        foreach (string line in report.Lines)
        {
            Tell(line);
        }

        if (search.StoppedBy is { } stopped)
        {
            Tell($"{stopped.Problem}: {stopped.Message} The search ended before its end. What is finished is kept: run the same command again to go on.");
            if (report.Kept == 0)
            {
                return ExitCode.Error;
            }
        }

        export.Add(report);
        export.AddFiles(files, cancellation);
        AuditArchiveResult result = export.Complete(read => ArchiveProvenance.Of(read, window: null) with { LookedBack = plan.LookedBack }, cancellation);
        progress.Clear();
        bool isWhole = ArchiveText.Write(result, output, error);
        state.Forget(report);
        TellMissing(report, state.AcceptedSlices(report));
        return search.StoppedBy is not null ? ExitCode.Error : isWhole && state.IsComplete(report) ? ExitCode.NoEvidence : ExitCode.CannotConclude;
    }

    /// <summary>Starts what does not run yet, and says what it did.</summary>
    /// <returns>Whether anything was started: then the log has nothing yet, and to collect it would say that nothing had happened.</returns>
    private async Task<bool> SubscribeAsync(TenantConnection connection, AuditLogRouteKind kind, CancellationToken cancellation)
    {
        if (kind != AuditLogRouteKind.ManagementActivity)
        {
            throw new ArgumentException("--start-subscription is for the Management Activity API, and this cloud is asked through Microsoft Graph. Give --source management too, or leave it out. Nothing was started.");
        }

        bool isAnyNew = false;
        await GraphServices.StartSubscriptionsAsync(
            connection,
            contentTypes: null,
            subscription =>
            {
                isAnyNew |= subscription.IsNew;
                Tell(subscription.IsNew ? $"Started: the tenant's subscription to {subscription.ContentType}." : $"The tenant's subscription to {subscription.ContentType} runs already; it was left alone.");
            },
            cancellation);
        if (isAnyNew)
        {
            Tell($"Nothing was collected. What was started delivers its first records after up to 12 hours, and nothing from before now: run the command again then, the first time with --start {clock.GetUtcNow().UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z. Time before that is only had with --source graph, or in PowerShell with Search-M365AuditLog -Source ExchangeSession.");
        }

        return isAnyNew;
    }

    private static async Task<(SearchReport Report, List<string> Files)> SearchAsync(AuditLogSearch search, ProgressLine progress, CancellationToken cancellation)
    {
        List<string> files = [];
        Task<SearchReport> running = search.RunAsync(
            (slice, _) =>
            {
                if (slice.File.Length > 0)
                {
                    files.Add(slice.File);
                }

                return ValueTask.CompletedTask;
            },
            cancellation);
        while (await Task.WhenAny(running, Task.Delay(s_look, CancellationToken.None)) != running)
        {
            progress.Show(search.Progress);
        }

        SearchReport report = await running;
        progress.Clear();
        return (report, files);
    }

    // Once it is archived: only then is it known what of it was accepted as lost.
    private void TellMissing(SearchReport report, IReadOnlySet<SliceReport> accepted)
    {
        foreach (SliceReport slice in report.Slices.Where(static slice => slice.State is SliceState.Failed or SliceState.Truncated))
        {
            Tell(accepted.Contains(slice)
                ? $"What {slice} lacks is accepted as lost."
                : $"A part of the log could not be had completely: {slice}. {slice.Problem}");
        }
    }

    private void Tell(string line) => error.WriteLine(PlainText.Safe(CommandWords.Of(line)));
}
