using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Core;
using StormDetect.Errors;
using StormDetect.Views;

namespace StormDetect.Commands;

/// <summary>Tests whether a tenant's logs would show an intruder in its mail.</summary>
/// <remarks>
/// <para>
/// Test-M365LoggingConfig judges what decides whether mail access leaves a record, whether the record reaches the log, how long it stays, and which ways to mail leave none. Each check
/// comes to Passed, Failed, NotApplicable or Unknown. What could not be read is Unknown, with the command and the permission that would read it; it is never a pass, and Quiet does not
/// call it true.
/// </para>
/// <para>
/// Without input it asks the Exchange Online and Security and Compliance sessions you already have, through their own commands, and tells the two apart: Get-AdminAuditLogConfig is answered
/// by both, and Security and Compliance says False whatever is set. With input it judges snapshot files, results files of ScubaGear, or objects of those commands. Licences, grants and Entra
/// settings come from Microsoft Graph over the connection of Connect-StormDetect where there is one, or from objects of Microsoft Graph cmdlets.
/// </para>
/// <para>
/// Each result has the values that decided it, where they come from, commands that would repair it (as text; nothing is ever run), what a pass proves and what not, and the identifiers of
/// CISA's SCuBA baselines, current and former, of CIS and of ATT&amp;CK. Nothing is changed in the tenant.
/// </para>
/// </remarks>
/// <example>
/// <title>At the prompt, with the sessions there are</title>
/// <code>Test-M365LoggingConfig | Where-Object Status -ne Passed | Format-List CheckId, Status, Summary, NeedsText, RemediationText</code>
/// <para>After Connect-ExchangeOnline and Connect-IPPSSession. What is not Passed shows what it takes to repair it, or to know.</para>
/// </example>
/// <example>
/// <title>With licences, grants and policies</title>
/// <code>Connect-StormDetect contoso -TenantId contoso.onmicrosoft.com -DeviceCode
/// Test-M365LoggingConfig -CheckId Licence.*, Consent.*, MailAccess.* -Connection contoso</code>
/// <para>Exchange sessions answer for Exchange, the connection for Entra. Both have to be of one tenant.</para>
/// </example>
/// <example>
/// <title>What would be asked, before anything is</title>
/// <code>Test-M365LoggingConfig -ShowPlan</code>
/// <para>Lists commands and requests with permission and cost, and whether this session has them. Nothing is read.</para>
/// </example>
/// <example>
/// <title>In a runbook: one answer, and a report for the pipeline</title>
/// <code>if (-not (Test-M365LoggingConfig ./snapshots/contoso.json -Severity Critical, High -Quiet -ReportPath ./checks.xml)) { 'The log is blind somewhere: see checks.xml' }</code>
/// <para>True only where every check of these severities passed or does not apply. The report is JUnit XML; what is not known is an error in it.</para>
/// </example>
/// <example>
/// <title>Many tenants at once</title>
/// <code>Get-ChildItem ./snapshots/*.json | Test-M365LoggingConfig -RollUp -ReportPath ./rollup.html, ./rollup.csv</code>
/// <para>One row a tenant. A file that cannot be read is an error and a row of its own, and stops no other tenant.</para>
/// </example>
/// <example>
/// <title>Objects of other cmdlets, saved elsewhere</title>
/// <code>Import-Clixml ./exports/organization.xml | Test-M365LoggingConfig -CheckId MailboxAudit.Organization
/// Get-Content -Raw ./exports/mailboxes.json | ConvertFrom-Json | Test-M365LoggingConfig -CheckId MailboxAudit.*</code>
/// <para>For machines without a connection. Mailboxes have to be read with -ResultSize Unlimited: exactly 1,000 of them do not count as all.</para>
/// </example>
/// <example>
/// <title>Whether a known access shows up</title>
/// <code>Test-M365LoggingConfig ./snapshots/contoso.json -CheckId Canary.Access -CanaryMailbox kim@contoso.example -CanaryTime 2026-09-20 -CanaryLog ./audit</code>
/// <para>You opened that mailbox on that day: the log has to show it within a day. A log that ends earlier leaves it Unknown.</para>
/// </example>
/// <seealso href="about_StormDetect_LoggingConfig"/>
/// <seealso href="Export-M365ConfigSnapshot"/>
/// <seealso href="Compare-M365ConfigSnapshot"/>
/// <seealso href="Get-M365AuditCoverage"/>
[RequiresPermission(PermissionCatalog.Licences, PermissionCatalog.Users, PermissionCatalog.Applications, PermissionCatalog.Policies)]
[Cmdlet(VerbsDiagnostic.Test, "M365LoggingConfig", DefaultParameterSetName = SessionSet)]
[OutputType(typeof(LoggingCheckResult), typeof(TenantLoggingSummary), typeof(ConfigReadStep), typeof(bool))]
public sealed class TestM365LoggingConfigCommand : LoggingCheckCmdlet
{
    private readonly LoggingConfigRollUp _rollUp = new();
    private readonly Dictionary<string, ConfigSnapshot> _scuba = new(StringComparer.OrdinalIgnoreCase);
    private ConfigSnapshot? _canary;
    private bool _isGood = true;
    private bool _hasResults;

    /// <summary>Results files of ScubaGear (ScubaResults_*.json), to show beside ours, and to know by what else was not read. They belong to the tenant they name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ScubaResult { get; set; } = [];

    /// <summary>A mailbox that was read on purpose, by address or MailboxGuid.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CanaryMailbox { get; set; }

    /// <summary>When it was read. A time without a zone is UTC.</summary>
    [Parameter]
    [UtcTime]
    public DateTimeOffset? CanaryTime { get; set; }

    /// <summary>Audit logs in which the access should be.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] CanaryLog { get; set; } = [];

    /// <summary>Hours within which the record has to have come.</summary>
    /// <value>24</value>
    [Parameter]
    [ValidateRange(1, 168)]
    public int CanaryHours { get; set; } = 24;

    /// <summary>Gives true if every check passed or does not apply, else false. Unknown is not true.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Gives one object a tenant in place of one a check.</summary>
    [Parameter]
    public SwitchParameter RollUp { get; set; }

    /// <summary>
    /// Files to write the roll-up to; the extension says the form: .html (one page, no script, nothing fetched), .csv, .json, or .xml (JUnit). Files that are there are replaced.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ReportPath { get; set; } = [];

    /// <summary>How many snapshot files are judged at a time.</summary>
    /// <value>The number of processors, at most 8</value>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = Math.Min(8, Environment.ProcessorCount);

    /// <summary>Lists what would be asked of the session, with permission and cost, and asks nothing.</summary>
    [Parameter(ParameterSetName = SessionSet)]
    public SwitchParameter ShowPlan { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        foreach (string path in ReportPath.Where(static path => !LoggingConfigReport.IsSupported(path)))
        {
            ThrowTerminatingError(ErrorRecords.ReportNotSupported(path, LoggingConfigReport.Extensions));
        }

        bool[] canary = [CanaryMailbox is not null, CanaryTime is not null, CanaryLog.Length > 0];
        if (canary.Contains(true) && canary.Contains(false))
        {
            ThrowTerminatingError(ErrorRecords.CanaryIncomplete());
        }

        _ = CreateOptions();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ShowPlan)
        {
            WriteObject(Plan(), enumerateCollection: true);
            return;
        }

        DateTimeOffset now = DateTimeOffset.UtcNow;
        LoggingCheckOptions options = CreateOptions();
        ReadScuba();
        LookForCanary();
        foreach (ConfigSnapshot snapshot in TakeSnapshots(now))
        {
            Write(LoggingConfigTest.Evaluate(Prepared(snapshot), options));
        }

        JudgeFiles(options);
        if (RollUp && !Quiet)
        {
            WriteObject(_rollUp.Tenants, enumerateCollection: true);
        }

        foreach (string path in ReportPath)
        {
            WriteReport(path, now);
        }

        if (Quiet)
        {
            WriteObject(_isGood && _hasResults);
        }
    }

    /// <summary>Files are judged several at a time, beside this thread, which writes the results of one while the next are judged; only those few are in memory.</summary>
    private void JudgeFiles(LoggingCheckOptions options)
    {
        int count = 0;
        try
        {
            foreach (LoggingConfigBatchItem item in LoggingConfigBatch.Evaluate(Files, options, ThrottleLimit, Prepared, StopToken))
            {
                ShowProgress(Strings.Format(Strings.ProgressSnapshots, $"{ViewHelpers.Number(++count)} / {ViewHelpers.Number(Files.Count)}"));
                if (item.Failure is { } failure)
                {
                    _isGood = false;
                    _rollUp.AddFailure(item.Path, failure.Message);
                    WriteError(ErrorRecords.ConfigSnapshot(item.Path, failure));
                }
                else
                {
                    Write(item.Results);
                }
            }
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }

        if (count > 0)
        {
            EndProgress();
        }
    }

    private void Write(IReadOnlyList<LoggingCheckResult> results)
    {
        _hasResults |= results.Count > 0;
        _isGood &= LoggingConfigTest.IsGood(results);
        if (RollUp || ReportPath.Length > 0)
        {
            _rollUp.Add(results);
        }

        if (!RollUp && !Quiet)
        {
            WriteObject(results, enumerateCollection: true);
        }
    }

    private void ReadScuba()
    {
        foreach (string path in ResolvePaths(ScubaResult, literal: false))
        {
            if (TryRead(path) is { } snapshot)
            {
                _scuba[snapshot.TenantId] = snapshot;
            }
        }
    }

    private void LookForCanary()
    {
        if (CanaryMailbox is null || CanaryTime is not { } time)
        {
            return;
        }

        List<string> logs = ResolvePaths(CanaryLog, literal: false);
        string mailbox = CanaryMailbox;
        int hours = CanaryHours;
        IReadOnlyDictionary<string, object?>? found = logs.Count == 0 ? null : Await(token => CanaryProbe.Look(logs, mailbox, time, hours, token), static () => { });
        if (found is null)
        {
            WriteWarning(Strings.CanaryNoLog);
            return;
        }

        ConfigSnapshotBuilder builder = new(DateTimeOffset.UtcNow);
        builder.Begin(ConfigPart.Canaries, string.Join(", ", CanaryLog));
        builder.Add(ConfigPart.Canaries, found);
        builder.Complete(ConfigPart.Canaries);
        _canary = builder.Build();
    }

    // On any thread: it only reads what was set before the work began.
    private ConfigSnapshot Prepared(ConfigSnapshot snapshot)
    {
        ConfigSnapshot prepared = _canary is null ? snapshot : snapshot.Supplemented(_canary);

        // Where a snapshot does not say its tenant, the only results file there is may be taken for its own.
        ConfigSnapshot? scuba = _scuba.TryGetValue(snapshot.TenantId, out ConfigSnapshot? own) ? own : snapshot.TenantId.Length == 0 && _scuba.Count == 1 ? _scuba.Values.First() : null;
        return scuba is null ? prepared : prepared.Supplemented(scuba);
    }

    private void WriteReport(string path, DateTimeOffset now)
    {
        string file = ResolveFile(path);
        try
        {
            LoggingConfigReport.Write(file, _rollUp, now);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            WriteError(ErrorRecords.ReportWriteFailed(file, cause));
        }
    }
}
