using System.Management.Automation;

namespace StormDetect.Commands;

/// <summary>Base of cmdlets that take audit logs in any mix of files, records and cmdlet output, and judge them at the end.</summary>
public abstract class AuditHuntCmdlet : HuntCmdlet
{
    /// <summary>
    /// Files with audit logs, or folders that are searched for them with everything below. Every export form is recognised by its content, also in
    /// gzip and zip files; forms may be mixed. Wildcards are expanded.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files and folders as in Path, with every character taken as it stands: for names that contain brackets.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// What the pipeline brings, in any mix: files and folders (of Get-ChildItem, or paths as text), AuditRecord objects of Import-M365AuditLog,
    /// objects with an AuditData or RawEventData text (of Search-UnifiedAuditLog, Import-Csv or Import-Clixml), or a record's own JSON as text.
    /// Anything else is an error, and the rest still counts. Where an input that was named or piped could not be read at all, nothing found is no answer: a hunt's verdict is then CannotConclude.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    public PSObject[] InputObject { get; set; } = [];

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
            default:
                foreach (PSObject input in InputObject)
                {
                    AddObject(input);
                }

                break;
        }
    }
}
