using System.Management.Automation;
using StormDetect.Completion;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>Base of cmdlets that run checks: which ones, and by which rule of retention.</summary>
public abstract class LoggingCheckCmdlet : ConfigCmdlet
{
    /// <summary>Checks to run, by id, with wildcards, or by an identifier of CISA's SCuBA baselines, current or former.</summary>
    /// <value>All</value>
    [Parameter]
    [ArgumentCompleter(typeof(CheckCompleter))]
    [SupportsWildcards]
    public string[] CheckId { get; set; } = [];

    /// <summary>Severities of checks to run.</summary>
    /// <value>All</value>
    [Parameter]
    public Severity[] Severity { get; set; } = [];

    /// <summary>
    /// How long the log has to be kept: M-26-14-L1 to M-26-14-L4 (OMB M-26-14, which replaced M-21-31 in May 2026), or M-21-31. A month counts 30 days.
    /// </summary>
    /// <value>M-26-14-L3: searchable 3 months, retrievable 12</value>
    [Parameter]
    [ArgumentCompleter(typeof(RetentionProfileCompleter))]
    public string? RetentionProfile { get; set; }

    /// <summary>Months for which the log has to be searchable, in place of what the profile asks.</summary>
    [Parameter]
    [ValidateRange(0, 240)]
    public int? SearchableMonths { get; set; }

    /// <summary>Months for which the log has to be retrievable, from the service or an archive, in place of what the profile asks.</summary>
    [Parameter]
    [ValidateRange(0, 240)]
    public int? RetrievableMonths { get; set; }

    /// <summary>Months for which an archive of your own keeps the log. It counts as cold storage: retrievable, not searchable. The results say that it was declared.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0, 240)]
    public int ArchiveMonths { get; set; }

    private protected LoggingCheckOptions CreateOptions() => CheckChoice.Options(ThrowTerminatingError, CheckId, Severity, RetentionProfile, SearchableMonths, RetrievableMonths, ArchiveMonths);
}
