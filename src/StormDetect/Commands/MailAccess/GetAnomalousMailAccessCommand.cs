using System;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>Finds mail access out of the ordinary in Microsoft 365 audit logs.</summary>
/// <remarks>
/// <para>
/// Get-AnomalousMailAccess reads exported audit logs, learns which application reads whose mail from where, and reports what does not fit: an
/// application new to a mailbox or to the tenant, a network new to both, one session on two networks, a folder synchronised where that never
/// happened, a delegate where there was none. With Activity it judges moves, deletions, searches and sent messages in the same way. One finding is one story: the same access to nine mailboxes is one object, with its reasons in words
/// and numbers, the ids of its records and what to do next.
/// </para>
/// <para>
/// Beside the findings it says what the log allows to conclude: Suspicious, NoEvidence or CannotConclude. Records can be missing without a trace in
/// the findings (throttled mailboxes, cut exports, too short a history), so silence counts as an answer only where enough could be judged. The
/// verdict is written to the information stream with the tag StormDetect.Verdict; CannotConclude is a warning as well. With Summary the verdict,
/// the coverage and the findings come as one object.
/// </para>
/// <para>
/// An input that cannot be read is an error, and the others are still read; where nothing is found then, the verdict is CannotConclude and names it. Rows that cannot be read are counted in a warning. Nothing is ever
/// written or sent: the cmdlet needs no connection and no rights but to read the files.
/// </para>
/// </remarks>
/// <example>
/// <title>Hunt through a folder of exports</title>
/// <code>Get-AnomalousMailAccess ./audit</code>
/// <para>Reads every audit log in the folder and below, whatever their form, and shows the findings of severity Medium and above.</para>
/// </example>
/// <example>
/// <title>Verdict, coverage and findings as one object</title>
/// <code>$result = Get-AnomalousMailAccess ./audit -Summary
/// $result.Verdict
/// $result.Coverage.BlindIntervals | Format-Table</code>
/// <para>For scripts that act on the verdict, and to see what could not have been seen.</para>
/// </example>
/// <example>
/// <title>Watch some mailboxes more closely</title>
/// <code>Get-AnomalousMailAccess ./audit -PriorityMailbox ceo@contoso.example -TrustedNetwork 192.0.2.0/24 -MinimumSeverity Low</code>
/// <para>
/// Access to a priority mailbox weighs more, and a clean verdict needs every hour of it to be visible. Trusted networks surprise less; they never
/// silence an application.
/// </para>
/// </example>
/// <example>
/// <title>The records behind the findings</title>
/// <code>$findings = Get-AnomalousMailAccess ./audit
/// $findings | Import-M365AuditLog -Path ./audit | Sort-Object CreationTime</code>
/// <para>A finding names its records by id; Import-M365AuditLog fetches them.</para>
/// </example>
/// <example>
/// <title>From the pipeline, one week</title>
/// <code>Get-ChildItem ./audit -Recurse -File | Get-AnomalousMailAccess -Start 2026-09-20 -End 2026-09-26
/// Import-M365AuditLog ./audit -Operation MailItemsAccessed | Get-AnomalousMailAccess</code>
/// <para>
/// Files, records and objects with an AuditData text, such as those of Search-UnifiedAuditLog and Import-Csv, can be piped in any mix. The week up to
/// and including 26 September is reported on; earlier records are the history to compare with.
/// </para>
/// </example>
/// <example>
/// <title>Today's records, with what earlier ones taught</title>
/// <code>New-MailAccessBaseline ./audit -Baseline ./earlier.sdb
/// Get-AnomalousMailAccess ./audit -Baseline ./earlier.sdb -NewOnly</code>
/// <para>
/// The baseline is made once and extended by Update-MailAccessBaseline. NewOnly shows what nobody was told of yet; about_StormDetect_Baseline shows the whole
/// round of an hourly runbook.
/// </para>
/// </example>
/// <example>
/// <title>The log begins after the intruder came</title>
/// <code>Get-AnomalousMailAccess ./audit -BaselineStart 2026-09-15 -BaselineEnd 2026-09-30 -Sensitivity High</code>
/// <para>
/// The days from 15 to 30 September, when the intruder was gone, are taken for clean and learned from; all other days, the earlier ones too, are judged
/// by them. Two weeks are little to learn from, and nothing can reach far above them: a higher sensitivity asks for less.
/// </para>
/// </example>
/// <example>
/// <title>The sums behind a finding</title>
/// <code>Get-AnomalousMailAccess ./audit -Explain | Select-Object -First 1 -ExpandProperty Explanation</code>
/// <para>Every part with its numbers, the rank among past scores, the p-value and the level, line by line.</para>
/// </example>
/// <example>
/// <title>What was read, and what was deleted to hide it</title>
/// <code>Get-AnomalousMailAccess ./audit -Activity Access, Delete, Send | Format-List Title, ActivitiesText, ReasonsText</code>
/// <para>Reading, deleting and sending have a model each. Where they share a session, or a mailbox and a network within hours, they are one finding.</para>
/// </example>
/// <seealso href="about_StormDetect"/>
/// <seealso href="about_StormDetect_Statistics"/>
/// <seealso href="about_StormDetect_MailAccess"/>
/// <seealso href="about_StormDetect_Baseline"/>
/// <seealso href="about_StormDetect_Exports"/>
/// <seealso href="Get-MailAccessApplication"/>
/// <seealso href="Import-M365AuditLog"/>
[RequiresPermission(PermissionCatalog.Applications)]
[Cmdlet(VerbsCommon.Get, "AnomalousMailAccess", DefaultParameterSetName = PathSet)]
[OutputType(typeof(MailAccessAnomaly), typeof(MailAccessHuntResult))]
public sealed class GetAnomalousMailAccessCommand : MailAccessJudgeCmdlet
{
    /// <summary>Gives one object with verdict, coverage, findings and read report in place of the findings.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    private protected override void WriteResult()
    {
        if (ResolveApplication)
        {
            AccessHunt.ReadLive(OpenReader(Tenant!), new LiveSources { ApplicationNames = true }, DateTimeOffset.UtcNow);
        }

        MailAccessHuntResult result = Read(AccessHunt.Complete);
        WriteLiveReport(AccessHunt.LiveReport, Tenant);
        WriteReadReport(result.ReadReport);
        WriteNotes(result.Notes, result.Baseline);
        WriteResult(result.Verdict, result.VerdictText, result.Findings, Summary ? result : null);
    }
}
