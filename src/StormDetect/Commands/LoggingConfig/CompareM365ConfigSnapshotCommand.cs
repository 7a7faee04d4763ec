using System;
using System.Linq;
using System.Management.Automation;
using StormDetect.Completion;
using StormDetect.Core;
using StormDetect.Errors;

namespace StormDetect.Commands;

/// <summary>Tells what got better, what got worse and what is not known any more between two snapshots of a tenant.</summary>
/// <remarks>
/// <para>
/// Compare-M365ConfigSnapshot judges both snapshots by the same checks and says of each check what became of it: Better, Worse, UnknownNow, KnownNow or Changed, with the evidence that
/// appeared and disappeared. An account that was exempted from auditing since last week, or a new short retention policy, shows up by name.
/// </para>
/// <para>
/// What disappears from a part that was not read to its end does not count as better. Snapshots of different tenants are refused.
/// </para>
/// </remarks>
/// <example>
/// <title>What changed since last week</title>
/// <code>Compare-M365ConfigSnapshot ./snapshots/contoso-before.json ./snapshots/contoso.json</code>
/// <para>Shows the checks that fare otherwise than before.</para>
/// </example>
/// <example>
/// <title>Only what got worse, with the evidence</title>
/// <code>Compare-M365ConfigSnapshot ./snapshots/contoso-before.json ./snapshots/contoso.json | Where-Object Change -in Worse, UnknownNow | Format-List CheckId, Change, Appeared</code>
/// <para>What cannot be known any more may be what got worse, so it belongs with it.</para>
/// </example>
/// <seealso href="about_StormDetect_LoggingConfig"/>
/// <seealso href="Export-M365ConfigSnapshot"/>
/// <seealso href="Test-M365LoggingConfig"/>
[Cmdlet(VerbsData.Compare, "M365ConfigSnapshot")]
[OutputType(typeof(ConfigChange))]
public sealed class CompareM365ConfigSnapshotCommand : PathCmdlet
{
    /// <summary>The earlier snapshot file.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string ReferencePath { get; set; } = string.Empty;

    /// <summary>The later snapshot files, each compared with the earlier one.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    public string[] DifferencePath { get; set; } = [];

    /// <summary>Checks to compare, by id, with wildcards, or by an identifier of CISA's SCuBA baselines, current or former.</summary>
    /// <value>All</value>
    [Parameter]
    [ArgumentCompleter(typeof(CheckCompleter))]
    [SupportsWildcards]
    public string[] CheckId { get; set; } = [];

    /// <summary>Severities of checks to compare.</summary>
    /// <value>All</value>
    [Parameter]
    public Severity[] Severity { get; set; } = [];

    /// <summary>How long the log has to be kept: M-26-14-L1 to M-26-14-L4, or M-21-31.</summary>
    /// <value>M-26-14-L3</value>
    [Parameter]
    [ArgumentCompleter(typeof(RetentionProfileCompleter))]
    public string? RetentionProfile { get; set; }

    /// <summary>Months for which an archive of your own keeps the log.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0, 240)]
    public int ArchiveMonths { get; set; }

    /// <summary>Shows checks of which nothing changed as well.</summary>
    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string reference = ResolveFile(ReferencePath);
        LoggingCheckOptions options = CheckChoice.Options(ThrowTerminatingError, CheckId, Severity, RetentionProfile, searchable: null, retrievable: null, ArchiveMonths);
        foreach (string path in DifferencePath)
        {
            string difference = ResolveFile(path);
            string current = reference;
            try
            {
                ConfigSnapshot before = ConfigSnapshotFile.Read(reference);
                current = difference;
                ConfigSnapshot after = ConfigSnapshotFile.Read(difference);
                if (before.TenantId.Length > 0 && after.TenantId.Length > 0 && !before.TenantId.Equals(after.TenantId, StringComparison.OrdinalIgnoreCase))
                {
                    WriteError(ErrorRecords.TenantsDiffer(difference, after.TenantId, before.TenantId));
                    continue;
                }

                WriteObject(ConfigSnapshotComparer.Compare(before, after, options).Where(change => IncludeEqual || change.Change != ConfigChangeKind.Same), enumerateCollection: true);
            }
            catch (ConfigSnapshotException failure)
            {
                WriteError(ErrorRecords.ConfigSnapshot(current, failure));
            }
        }
    }
}
