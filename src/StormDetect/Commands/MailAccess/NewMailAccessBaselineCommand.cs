using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>Makes a baseline file of who reads whose mail by which application from where, learned from exported audit logs.</summary>
/// <remarks>
/// <para>
/// New-MailAccessBaseline reads exported audit logs as Get-AnomalousMailAccess does and keeps what it learned in a file, so that later hunts need the new
/// records only. A month of logs is a good beginning; the first seven days are the warm-up. The file holds counts, mailboxes, applications, networks,
/// users, open stories and approvals: no subjects, no message ids and no texts of records. It says who reads whose mail from where, so keep it as you
/// keep the logs.
/// </para>
/// <para>
/// A day (UTC) is learned once it is closed: when the tenant's log goes 26 hours beyond its end, because records arrive that late. Later days stay open in
/// the file, are judged again with every hunt and are learned when they close. Suspicious access is held back and not learned as normal. Nothing is counted as reported: the first
/// Get-AnomalousMailAccess -NewOnly shows everything that was found.
/// </para>
/// <para>
/// Nothing is overwritten: where the file exists, Update-MailAccessBaseline extends it. If one of the inputs cannot be read to its end nothing is written.
/// </para>
/// </remarks>
/// <example>
/// <title>Learn a month</title>
/// <code>New-MailAccessBaseline ./audit -Baseline ./contoso.sdb</code>
/// <para>Reads every audit log in the folder and writes the baseline. BytesPerMailbox says what a mailbox takes.</para>
/// </example>
/// <example>
/// <title>What would be done</title>
/// <code>New-MailAccessBaseline ./audit -Baseline ./other.sdb -WhatIf
/// New-MailAccessBaseline ./audit -Baseline ./other.sdb -PriorityMailbox ceo@contoso.example -Sensitivity Low</code>
/// <para>With WhatIf nothing is read or written. Priority mailboxes, trusted networks and sensitivity are kept in the file and hold for later hunts with it.</para>
/// </example>
/// <seealso href="about_StormDetect_Baseline"/>
/// <seealso href="Update-MailAccessBaseline"/>
/// <seealso href="Get-AnomalousMailAccess"/>
/// <seealso href="Approve-MailAccessAnomaly"/>
[Cmdlet(VerbsCommon.New, "MailAccessBaseline", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(MailAccessBaselineSummary))]
public sealed class NewMailAccessBaselineCommand : BaselineCmdlet
{
    private protected override BaselineFile Open(string path) => BaselineFile.Create(path);
}
