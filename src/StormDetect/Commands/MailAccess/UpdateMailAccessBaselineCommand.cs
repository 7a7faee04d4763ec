using System;
using System.Collections.Generic;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>Extends a baseline file by new audit logs, and notes which findings were reported.</summary>
/// <remarks>
/// <para>
/// Update-MailAccessBaseline learns the days that are closed by now, keeps the days still open, and replaces the file as a whole. Logs may overlap with what was learned: records are
/// told one by one in open days and for a week after a day is closed, and count once. Records that come later than 26 hours after their day
/// are judged by what is known now, counted as LateRecords and not learned. Of days closed for longer than a week only the number of records is left: what goes beyond it counts as late.
/// </para>
/// <para>
/// Reported takes the findings you passed on. From then on Get-AnomalousMailAccess -NewOnly leaves them out, unless their severity grows or something else is done in them, such as sending mail after reading it. Without Reported nothing is
/// counted as reported: a finding nobody was told of comes again rather than being lost.
/// </para>
/// <para>
/// Another tenant's records, a file of a newer version, a damaged file, records from before what is closed only, a clock that runs backwards, an input that cannot be read to its end,
/// and a file that another run is writing are errors. In each case the file stays as it was.
/// </para>
/// </remarks>
/// <example>
/// <title>Hour after hour, without repeating or losing an alert</title>
/// <code>New-MailAccessBaseline ./audit -Baseline ./hourly.sdb
/// $new = @(Get-AnomalousMailAccess ./audit -Baseline ./hourly.sdb -NewOnly)
/// $new | Select-Object Severity, Id, Title
/// Update-MailAccessBaseline ./audit -Baseline ./hourly.sdb -Reported $new</code>
/// <para>
/// The first line is for the first time. Then, each hour: hunt, pass the new findings on, update. If the runbook stops before the last line, the next
/// hour shows the same findings again. Give both cmdlets the same logs, with some overlap: an hour more than the runbook's step is enough.
/// </para>
/// </example>
/// <example>
/// <title>From the pipeline</title>
/// <code>New-MailAccessBaseline ./audit -Baseline ./piped.sdb
/// Get-ChildItem ./audit -Recurse -File | Update-MailAccessBaseline -Baseline ./piped.sdb</code>
/// <para>Files, AuditRecord objects and objects with an AuditData text, as for Get-AnomalousMailAccess. Everything overlaps here, so nothing is learned twice.</para>
/// </example>
/// <seealso href="about_StormDetect_Baseline"/>
/// <seealso href="New-MailAccessBaseline"/>
/// <seealso href="Get-AnomalousMailAccess"/>
/// <seealso href="Approve-MailAccessAnomaly"/>
[Cmdlet(VerbsData.Update, "MailAccessBaseline", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(MailAccessBaselineSummary))]
public sealed class UpdateMailAccessBaselineCommand : BaselineCmdlet
{
    /// <summary>
    /// The findings that were passed on: objects of Get-AnomalousMailAccess, also ones that went through a file, or their ids. An empty list is fine: then
    /// there was nothing to pass on.
    /// </summary>
    [Parameter]
    [AllowEmptyCollection]
    [System.Management.Automation.AllowNull]
    public PSObject[]? Reported { get; set; }

    private protected override IEnumerable<KeyValuePair<string, Severity?>> ReportedFindings
    {
        get
        {
            foreach (PSObject? finding in Reported ?? [])
            {
                string? id = finding?.BaseObject as string ?? (finding is null ? null : LooseProperties.GetString(finding, nameof(Finding.Id)));
                if (!string.IsNullOrEmpty(id))
                {
                    // The severity that was told: should it have grown since, that is still to be told.
                    bool isTold = Enum.TryParse(LooseProperties.Get(finding!, nameof(Finding.Severity))?.ToString(), ignoreCase: true, out Severity severity) && Enum.IsDefined(severity);
                    yield return KeyValuePair.Create(id, isTold ? severity : (Severity?)null);
                }
            }
        }
    }

    private protected override BaselineFile Open(string path) => BaselineFile.Open(path);
}
