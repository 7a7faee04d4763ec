using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>Tells whether an event in a mailbox at some time would have a record in the log today, until when, and if not why.</summary>
/// <remarks>
/// <para>
/// Get-M365AuditCoverage puts together what decides it: what the mailbox is set to record for owners, delegates and administrators, its licence, and the date (until June 2024 only Audit
/// Premium recorded reads); accounts that are exempt from auditing, whose actions leave nothing anywhere; retention policies and the licence of the one who acted, which decides how long;
/// and hours in which Exchange throttled reads. Without Mailbox or Detailed it counts a tenant's mailboxes; with them it answers for each. Applications without a user and delegates have
/// rows of their own.
/// </para>
/// <para>
/// The configuration is taken to have been the same at the time asked for. What was not read makes the answer Unknown, never Yes. Expiring tells which day of which log is lost next, and
/// the command that saves it.
/// </para>
/// <para>
/// It takes what Test-M365LoggingConfig takes: the session, snapshot files, or objects of other cmdlets; licences come from objects of Get-MgUser.
/// </para>
/// </remarks>
/// <example>
/// <title>A tenant at a glance</title>
/// <code>Get-M365AuditCoverage ./snapshots/contoso.json</code>
/// <para>For each kind of event and actor: of how many mailboxes there would be a record, of how many not, and the most frequent reason.</para>
/// </example>
/// <example>
/// <title>One mailbox, on the day in question</title>
/// <code>Get-M365AuditCoverage ./snapshots/contoso.json -Mailbox kim@contoso.example -At 2026-09-20 -Event MailItemsAccessed</code>
/// <para>Whether reading that mailbox on that day would be in the log today, by owner, delegate, administrator and application.</para>
/// </example>
/// <example>
/// <title>What is lost next</title>
/// <code>Get-M365AuditCoverage ./snapshots/contoso.json -Expiring | Format-List Text, Command</code>
/// <para>Sign-ins go first: run the command before the hours are over.</para>
/// </example>
/// <example>
/// <title>Throttled hours of a hunt taken into account</title>
/// <code>$result = Get-AnomalousMailAccess ./audit -Summary
/// Get-M365AuditCoverage ./snapshots/contoso.json -Mailbox * -At 2026-09-20T10:00Z -BlindInterval $result.Coverage.BlindIntervals | Where-Object Answer -ne Yes</code>
/// <para>Mailboxes in which a read at that hour would have left nothing, or in which that cannot be told.</para>
/// </example>
/// <seealso href="about_StormDetect_LoggingConfig"/>
/// <seealso href="Test-M365LoggingConfig"/>
/// <seealso href="Export-M365ConfigSnapshot"/>
/// <seealso href="Get-AnomalousMailAccess"/>
[RequiresPermission(PermissionCatalog.Licences, PermissionCatalog.Users, PermissionCatalog.Applications, PermissionCatalog.Policies)]
[Cmdlet(VerbsCommon.Get, "M365AuditCoverage", DefaultParameterSetName = SessionSet)]
[OutputType(typeof(AuditCoverageSummary), typeof(AuditCoverage), typeof(ExpiringLog))]
public sealed class GetM365AuditCoverageCommand : ConfigCmdlet
{
    /// <summary>Mailboxes to answer for one by one, by address, user principal name or MailboxGuid; * and ? stand for any characters.</summary>
    [Parameter]
    [Alias("Identity", "PrimarySmtpAddress")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Mailbox { get; set; } = [];

    /// <summary>Answers for every mailbox one by one.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>When the events happen. A time without a zone is UTC.</summary>
    /// <value>Now</value>
    [Parameter]
    [UtcTime]
    public DateTimeOffset? At { get; set; }

    /// <summary>Kinds of events.</summary>
    /// <value>All</value>
    [Parameter]
    public AuditEventKind[] Event { get; set; } = [];

    /// <summary>Blind intervals of a hunt (Coverage.BlindIntervals of its summary); those in which Exchange throttled a mailbox count.</summary>
    [Parameter]
    public BlindInterval[] BlindInterval { get; set; } = [];

    /// <summary>Tells which day of which log is lost next, and the command that saves it.</summary>
    [Parameter]
    public SwitchParameter Expiring { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        AuditCoverageOptions options = new() { Now = now, At = At, Mailboxes = Mailbox, Events = Event, BlindIntervals = BlindInterval };
        foreach (ConfigSnapshot snapshot in TakeSnapshots(now))
        {
            Write(snapshot, options);
        }

        foreach (string file in Files)
        {
            if (TryRead(file) is { } snapshot)
            {
                Write(snapshot, options);
            }
        }
    }

    private void Write(ConfigSnapshot snapshot, AuditCoverageOptions options)
    {
        if (Expiring)
        {
            WriteObject(AuditCoverageMatrix.Expiring(snapshot, options.Now), enumerateCollection: true);
            return;
        }

        IEnumerable<AuditCoverage> rows = AuditCoverageMatrix.Rows(snapshot, options);
        if (Mailbox.Length > 0 || Detailed)
        {
            WriteObject(rows, enumerateCollection: true);
        }
        else
        {
            WriteObject(Await(_ => AuditCoverageMatrix.Summarise(rows.TakeWhile(_ => !StopToken.IsCancellationRequested)), static () => { }), enumerateCollection: true);
        }
    }
}
