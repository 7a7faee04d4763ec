using System;
using System.Collections.Generic;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Core;
using StormDetect.Errors;

namespace StormDetect.Commands;

/// <summary>Approves mail access that somebody looked at and found in order, with a reason and an end, and lists and withdraws approvals.</summary>
/// <remarks>
/// <para>
/// An approval is kept in the baseline file. Findings it covers are suppressed: left out of later results, never deleted, and named in each of them
/// with count and reason ("Suppressed: 3, because ..."). Get-AnomalousMailAccess -IncludeSuppressed shows them.
/// </para>
/// <para>
/// A piped finding is approved as it is: its application, client and protocol, its mailboxes, its networks and its users. When it reaches one mailbox, network or user more, it is
/// no longer covered and is back. A pattern covers findings in which everything matches: every mailbox, every network, every user. A parameter that is left out says nothing about
/// its property; a pattern without any, or with every network, is refused. Characters stand for themselves, unless Wildcard is given.
/// </para>
/// <para>
/// An approval ends: after 90 days unless Until says otherwise, and after a year (366 days) at most, so that somebody looks again before what is in order today is long forgotten. Then its
/// findings are back, also for -NewOnly. What is suppressed is still held back from the baseline as before: an approval changes what is shown, not what is learned.
/// </para>
/// </remarks>
/// <example>
/// <title>Approve a finding</title>
/// <code>New-MailAccessBaseline ./audit -Baseline ./approved.sdb
/// $finding = Get-AnomalousMailAccess ./audit -Baseline ./approved.sdb -Start 2026-09-01 | Select-Object -First 1
/// $finding | Approve-MailAccessAnomaly -Baseline ./approved.sdb -Reason 'Migration of the sales mailboxes, ticket 4711' -Until 2099-01-01 -WhatIf
/// $finding | Approve-MailAccessAnomaly -Baseline ./approved.sdb -Reason 'Migration of the sales mailboxes, ticket 4711'</code>
/// <para>The same access to the same mailboxes from the same networks is suppressed for 90 days.</para>
/// </example>
/// <example>
/// <title>Approve a pattern: a backup service from its own network</title>
/// <code>New-MailAccessBaseline ./audit -Baseline ./patterns.sdb
/// Approve-MailAccessAnomaly -Baseline ./patterns.sdb -ClientAppId 11111111-2222-3333-4444-555555555555 -Network 192.0.2.0/24 -Reason 'Backup, contract 17'</code>
/// <para>Whatever mailbox it reads. From another network it is reported as before.</para>
/// </example>
/// <example>
/// <title>List and withdraw</title>
/// <code>New-MailAccessBaseline ./audit -Baseline ./list.sdb
/// $approval = Approve-MailAccessAnomaly -Baseline ./list.sdb -Mailbox info@contoso.example -Reason 'Shared by everybody'
/// Approve-MailAccessAnomaly -Baseline ./list.sdb -List
/// Approve-MailAccessAnomaly -Baseline ./list.sdb -Withdraw $approval.Id</code>
/// <para>Withdrawn and expired approvals stay on file for a year, so that the list shows what was suppressed when.</para>
/// </example>
/// <seealso href="about_StormDetect_Baseline"/>
/// <seealso href="Get-AnomalousMailAccess"/>
/// <seealso href="New-MailAccessBaseline"/>
/// <seealso href="Update-MailAccessBaseline"/>
[Cmdlet(VerbsLifecycle.Approve, "MailAccessAnomaly", DefaultParameterSetName = PatternSet, SupportsShouldProcess = true)]
[OutputType(typeof(MailAccessApproval))]
public sealed class ApproveMailAccessAnomalyCommand : PathCmdlet
{
    private const string FindingSet = "Finding";
    private const string PatternSet = "Pattern";
    private const string ListSet = "List";
    private const string WithdrawSet = "Withdraw";
    private const int DefaultDays = 90;

    private readonly List<MailAccessApproval> _approvals = [];
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    /// <summary>The baseline file that keeps the approvals.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Baseline { get; set; } = string.Empty;

    /// <summary>The findings to approve: objects of Get-AnomalousMailAccess, also ones that went through a file.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FindingSet)]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>AppIds. The word none stands for access without one.</summary>
    [Parameter(ParameterSetName = PatternSet)]
    [ValidateNotNullOrEmpty]
    public string[] AppId { get; set; } = [];

    /// <summary>ClientAppIds. The word none stands for access without one.</summary>
    [Parameter(ParameterSetName = PatternSet)]
    [ValidateNotNullOrEmpty]
    public string[] ClientAppId { get; set; } = [];

    /// <summary>Mailboxes, as findings name them. A finding is covered where all of its mailboxes are among them.</summary>
    [Parameter(ParameterSetName = PatternSet)]
    [ValidateNotNullOrEmpty]
    public string[] Mailbox { get; set; } = [];

    /// <summary>
    /// Networks in CIDR notation, IPv4 /24 and IPv6 /48 or wider, because findings tell no narrower ones apart. A finding is covered where all of its networks lie in them.
    /// </summary>
    [Parameter(ParameterSetName = PatternSet)]
    [ValidateNotNullOrEmpty]
    public string[] Network { get; set; } = [];

    /// <summary>Acting users. A finding is covered where all of its users are among them.</summary>
    [Parameter(ParameterSetName = PatternSet)]
    [ValidateNotNullOrEmpty]
    public string[] UserId { get; set; } = [];

    /// <summary>What may be done. A finding in which anything else was done is not covered: who may read does not get to delete.</summary>
    /// <value>Access</value>
    [Parameter(ParameterSetName = PatternSet)]
    [ValidateNotNullOrEmpty]
    public ActivityGroup[] Activity { get; set; } = [ActivityGroup.Access];

    /// <summary>The tenant the pattern is for, by OrganizationId. Needed only where the baseline knows several.</summary>
    /// <value>the baseline's tenant</value>
    [Parameter(ParameterSetName = PatternSet)]
    [ValidateNotNullOrEmpty]
    public string? TenantId { get; set; }

    /// <summary>Lets * and ? in application ids, mailboxes and users stand for any characters.</summary>
    [Parameter(ParameterSetName = PatternSet)]
    public SwitchParameter Wildcard { get; set; }

    /// <summary>Why it is in order. It is shown in every result from which something is left out.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FindingSet)]
    [Parameter(Mandatory = true, ParameterSetName = PatternSet)]
    [ValidateNotNullOrEmpty]
    public string Reason { get; set; } = string.Empty;

    /// <summary>When the approval ends; a bare day is included (a [datetime] is its moment, midnight where it has no time). A time without a zone is UTC. A year ahead at most.</summary>
    /// <value>90 days from now</value>
    [Parameter(ParameterSetName = FindingSet)]
    [Parameter(ParameterSetName = PatternSet)]
    [UtcTime(DayIncluded = true)]
    public DateTimeOffset? Until { get; set; }

    /// <summary>Lists all approvals on file, also expired and withdrawn ones, newest first.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ListSet)]
    public SwitchParameter List { get; set; }

    /// <summary>Ids of approvals to withdraw. Their findings are back with the next hunt.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WithdrawSet)]
    [ValidateNotNullOrEmpty]
    public string[] Withdraw { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == PatternSet)
        {
            _approvals.Add(With(new MailAccessApproval
            {
                Id = string.Empty,
                TenantId = TenantId ?? string.Empty,
                AppIds = AppId,
                ClientAppIds = ClientAppId,
                Mailboxes = Mailbox,
                Networks = Network,
                UserIds = UserId,
                Activities = Activity,
                Wildcard = Wildcard,
                Reason = Reason,
                ApprovedAt = _now,
                Until = default,
            }));
            return;
        }

        foreach (PSObject input in InputObject)
        {
            if (FindingPattern.TryRead(input, out MailAccessApproval? approval))
            {
                _approvals.Add(With(approval));
            }
            else
            {
                WriteError(ErrorRecords.FindingNotSupported(input.TypeNames.Count > 0 ? input.TypeNames[0] : input.BaseObject.GetType().FullName!));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string path = ResolveFile(Baseline);
        try
        {
            switch (ParameterSetName)
            {
                case ListSet:
                    WriteObject(BaselineFile.Read(path).Approvals, enumerateCollection: true);
                    break;
                case WithdrawSet:
                    Change(path, Withdraw, static id => id, Strings.WithdrawAction, WithdrawOne);
                    break;
                default:
                    Change(path, _approvals, Describe, Strings.ApprovalAction, ApproveOne);
                    break;
            }
        }
        catch (BaselineException failure)
        {
            ThrowTerminatingError(ErrorRecords.Baseline(Baseline, failure));
        }
    }

    private static object?[] Arguments(object described, string reason) => [described, reason];

    private string Describe(MailAccessApproval approval) => approval.FindingId is { } finding ? $"{finding} ({approval.Pattern})" : approval.Pattern;

    private MailAccessApproval With(MailAccessApproval approval) => approval with { Reason = Reason, Until = Until ?? _now.AddDays(DefaultDays) };

    /// <summary>All changes are written at once, and only then told.</summary>
    private void Change<T>(string path, IReadOnlyList<T> wanted, Func<T, string> describe, string action, Func<MailAccessBaseline, T, MailAccessApproval?> change)
    {
        List<T> confirmed = [];
        foreach (T one in wanted)
        {
            if (ShouldProcess(path, Strings.Format(action, Arguments(describe(one), Reason))))
            {
                confirmed.Add(one);
            }
        }

        if (confirmed.Count == 0)
        {
            return;
        }

        using BaselineFile file = BaselineFile.Open(path);
        List<MailAccessApproval> changed = [];
        foreach (T one in confirmed)
        {
            if (change(file.Baseline!, one) is { } approval)
            {
                changed.Add(approval);
            }
        }

        if (changed.Count > 0)
        {
            file.Save(file.Baseline!);
            WriteObject(changed, enumerateCollection: true);
        }
    }

    private MailAccessApproval? WithdrawOne(MailAccessBaseline baseline, string id)
    {
        MailAccessApproval? withdrawn = baseline.Withdraw(id, _now);
        if (withdrawn is null)
        {
            WriteError(ErrorRecords.ApprovalUnknown(id));
        }

        return withdrawn;
    }

    private MailAccessApproval? ApproveOne(MailAccessBaseline baseline, MailAccessApproval approval)
    {
        try
        {
            return baseline.Approve(approval, _now);
        }
        catch (BaselineException failure)
        {
            // One that cannot be taken does not hinder the others.
            WriteError(ErrorRecords.Baseline(approval.FindingId ?? Baseline, failure));
            return null;
        }
    }
}
