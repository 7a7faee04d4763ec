using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Core;
using StormDetect.Errors;
using StormDetect.Views;

namespace StormDetect.Commands;

/// <summary>Base of cmdlets that take audit logs and, from the pipeline, findings that say what to look for in them.</summary>
public abstract class FindingPivotCmdlet : HuntCmdlet
{
    private protected const string FindingSet = "Finding";
    private protected const string FindingLiteralPathSet = "FindingLiteralPath";

    /// <summary>
    /// Files with audit logs, or folders that are searched for them with everything below. Every export form is recognised by its content, also in
    /// gzip and zip files; forms may be mixed. Wildcards are expanded.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FindingSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files and folders as in Path, with every character taken as it stands: for names that contain brackets.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Parameter(Mandatory = true, ParameterSetName = FindingLiteralPathSet)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// With Path or LiteralPath, the findings to look for, live ones or ones read back from a file. Without, the logs themselves in any mix: files and folders (of
    /// Get-ChildItem, or paths as text), AuditRecord objects, objects with an AuditData or RawEventData text, or a record's own JSON as text.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FindingSet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FindingLiteralPathSet)]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Whether findings are piped.</summary>
    private protected bool IsFindingSet => ParameterSetName is FindingSet or FindingLiteralPathSet;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case PathSet:
                AddFiles(ResolvePaths(Path, literal: false));
                break;
            case LiteralPathSet:
                AddFiles(ResolvePaths(LiteralPath, literal: true));
                break;
            case InputObjectSet:
                foreach (PSObject input in InputObject)
                {
                    if (AuditInput.Sort(input) is { Kind: AuditInputKind.Finding } finding)
                    {
                        WriteError(ErrorRecords.FindingNeedsPath(finding.Text));
                    }
                    else
                    {
                        AddObject(input);
                    }
                }

                break;
            default:
                foreach (PSObject finding in InputObject)
                {
                    AddFinding(finding);
                }

                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (IsFindingSet && HasFinding)
        {
            AddFiles(ParameterSetName == FindingSet ? ResolvePaths(Path, literal: false) : ResolvePaths(LiteralPath, literal: true));
        }

        base.EndProcessing();
    }

    /// <summary>Says that nothing fits what was named: a name that is spelt wrong would read like an all-clear.</summary>
    private protected void WarnOfNothing(long found, ReadReport report)
    {
        if (found == 0 && report is { FirstRecord: { } first, LastRecord: { } last })
        {
            WriteWarning(Strings.Format(Strings.NothingNamedInLog, ViewHelpers.Time(first), ViewHelpers.Time(last)));
        }
    }

    /// <summary>Whether any piped object was a finding: without one, nothing is looked for.</summary>
    private protected abstract bool HasFinding { get; }

    /// <summary>Takes a finding, or says that the object is none.</summary>
    private protected abstract void AddFinding(PSObject finding);
}
