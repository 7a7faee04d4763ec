using System;
using System.Collections.Generic;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>Base of the cmdlets that write a baseline: holds the file from the beginning, so that nobody writes it meanwhile, and lets go of it whatever happens.</summary>
public abstract class BaselineCmdlet : MailAccessHuntCmdlet
{
    private BaselineFile? _file;
    private bool _isAsked;

    /// <summary>The baseline file. It is replaced as a whole or not at all, and held meanwhile: a second run that wants to write it gets an error. A folder, a named pipe or a device is refused.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Baseline { get; set; } = string.Empty;

    /// <summary>
    /// Mailboxes, by address or MailboxGuid, whose mail matters most, as for Get-AnomalousMailAccess. Kept in the baseline: what is held back as suspicious depends on it.
    /// </summary>
    /// <value>what the baseline was learned with</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] PriorityMailbox { get; set; } = [];

    /// <summary>The tenant's own networks, as for Get-AnomalousMailAccess. Kept in the baseline.</summary>
    /// <value>what the baseline was learned with</value>
    [Parameter]
    [ValidateNetwork]
    public string[] TrustedNetwork { get; set; } = [];

    /// <summary>How many false findings are acceptable, as for Get-AnomalousMailAccess. Kept in the baseline.</summary>
    /// <value>what the baseline was learned with; Normal for a new one</value>
    [Parameter]
    public Sensitivity Sensitivity { get; set; } = Sensitivity.Normal;

    /// <summary>
    /// What to learn, as for Get-AnomalousMailAccess; Access is always learned. Kept in the baseline: what it was not learned of has to be judged by the new records alone.
    /// </summary>
    /// <value>what the baseline was learned with; Access for a new one</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public ActivityGroup[] Activity { get; set; } = [];

    private protected DateTimeOffset Now { get; } = DateTimeOffset.UtcNow;

    private protected override MailAccessBaseline? Learned => _file?.Baseline ?? new MailAccessBaseline(Now);

    /// <summary>The findings that count as reported from now on.</summary>
    private protected virtual IEnumerable<KeyValuePair<string, Severity?>> ReportedFindings => [];

    private protected override string BaselinePath => Baseline;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        string path = ResolveFile(Baseline);
        _isAsked = ShouldProcess(path, Strings.BaselineAction);
        if (_isAsked)
        {
            _file = Guard(() => Open(path));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_isAsked)
        {
            base.ProcessRecord();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file?.Dispose();
        }

        base.Dispose(disposing);
    }

    private protected abstract BaselineFile Open(string path);

    private protected override MailAccessHuntOptions CreateOptions() => JudgedAs(new MailAccessHuntOptions
    {
        MinimumSeverity = Severity.Medium,
        Activities = Activity,
        Sensitivity = Sensitivity,
        PriorityMailboxes = PriorityMailbox,
        TrustedNetworks = Normalised(TrustedNetwork),
        Now = Now,
        LearnBaseline = true,
    });

    private protected override void WriteResult()
    {
        MailAccessHuntResult result = Read(AccessHunt.Complete);
        WriteReadReport(result.ReadReport);
        WriteNotes(result.Notes, result.Baseline);
        if (result.ReadReport.Kept == 0)
        {
            WriteWarning(Strings.BaselineNothingToLearn);
            return;
        }

        MailAccessBaseline updated = AccessHunt.UpdatedBaseline!;
        int reported = updated.MarkReported(ReportedFindings, Now);
        long bytes = Guard(() => _file!.Save(updated));
        WriteObject(MailAccessBaselineSummary.Of(ResolveFile(Baseline), bytes, updated, result, reported));
    }
}
