using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Completion;
using StormDetect.Core;
using StormDetect.Errors;
using StormDetect.Views;

namespace StormDetect.Commands;

/// <summary>Reads Microsoft 365 audit logs of any export form as objects, one by one.</summary>
/// <remarks>
/// <para>
/// Import-M365AuditLog recognises every export form by its content (Purview and Search-UnifiedAuditLog CSV and JSON, Management Activity API, Graph,
/// Sentinel, Defender, Splunk, Elastic; plain, gzip or zip) and gives the same AuditRecord object for the same record, whatever form it came in.
/// Records come as they are read: memory stays flat, and a pipeline that ends early, such as with Select-Object -First, stops the reading.
/// </para>
/// <para>
/// Filters are applied while reading, which is much faster than Where-Object afterwards. A record that appears twice is given once. At the end the
/// cmdlet says what it could not read: an error for every input, a warning with counts for rows that were dropped or that an earlier tool damaged.
/// </para>
/// <para>
/// Pipe findings to fetch the records they name. For hunting itself give the files to Get-AnomalousMailAccess: it reads them directly, many times
/// faster than through objects.
/// </para>
/// </remarks>
/// <example>
/// <title>Look at an export</title>
/// <code>Import-M365AuditLog ./audit | Select-Object -First 10</code>
/// <para>The first ten records of the folder; reading stops after them.</para>
/// </example>
/// <example>
/// <title>What one user did on one day</title>
/// <code>Import-M365AuditLog ./audit -Operation MailItemsAccessed, New-InboxRule -UserId kim@contoso.example -Start 2026-09-20 -End 2026-09-20</code>
/// <para>Both times name the same day: a bare end day is included. Times without a zone are UTC.</para>
/// </example>
/// <example>
/// <title>Count by operation</title>
/// <code>Import-M365AuditLog ./audit | Group-Object Operation -NoElement | Sort-Object Count -Descending</code>
/// <para>Which operations the export holds.</para>
/// </example>
/// <example>
/// <title>The records of a finding, with their JSON</title>
/// <code>Get-AnomalousMailAccess ./audit | Select-Object -First 1 | Import-M365AuditLog -Path ./audit -Raw | Select-Object CreationTime, AuditData</code>
/// <para>The records a finding names, each with the audit record as the service wrote it.</para>
/// </example>
/// <seealso href="about_StormDetect"/>
/// <seealso href="about_StormDetect_Exports"/>
/// <seealso href="Get-AnomalousMailAccess"/>
[Cmdlet(VerbsData.Import, "M365AuditLog", DefaultParameterSetName = PathSet)]
[OutputType(typeof(AuditRecord))]
public sealed class ImportM365AuditLogCommand : PathCmdlet
{
    private const string FindingSet = "Finding";
    private const string FindingLiteralPathSet = "FindingLiteralPath";
    private const long ProgressTicks = 200 * TimeSpan.TicksPerMillisecond;

    private readonly HashSet<string> _recordIds = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _foundIds = new(StringComparer.OrdinalIgnoreCase);
    private readonly Stopwatch _sinceProgress = Stopwatch.StartNew();
    private AuditLogReader? _reader;
    private ProgressRecord? _bar;
    private long _objects;
    private long _records;

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
    /// Without a path, what the pipeline brings in any mix: files and folders (of Get-ChildItem, or paths as text), objects with an AuditData or
    /// RawEventData text (of Search-UnifiedAuditLog, Import-Csv or Import-Clixml), or a record's own JSON as text. With Path or LiteralPath, the
    /// findings whose records are to be fetched from there, live ones or ones read back from a file.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FindingSet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FindingLiteralPathSet)]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Only these operations, such as MailItemsAccessed, compared without regard to case and to a period at the end.</summary>
    [Parameter]
    [Alias("Operations")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(OperationCompleter))]
    public string[] Operation { get; set; } = [];

    /// <summary>Only what these users did (UserId, usually an address), compared without regard to case.</summary>
    [Parameter]
    [Alias("UserIds")]
    [ValidateNotNullOrEmpty]
    public string[] UserId { get; set; } = [];

    /// <summary>
    /// Only what was done to these mailboxes, by address or MailboxGuid. A record that names no mailbox, such as a sign-in or an administrator's
    /// cmdlet, counts where its ObjectId or UserId is one of them.
    /// </summary>
    [Parameter]
    [Alias("Identity", "PrimarySmtpAddress")]
    [ValidateNotNullOrEmpty]
    public string[] Mailbox { get; set; } = [];

    /// <summary>Only records from this time on. A time without a zone is UTC.</summary>
    [Parameter]
    [Alias("StartDate")]
    [UtcTime]
    public DateTimeOffset? Start { get; set; }

    /// <summary>Only records before this time; a bare day, such as 2026-06-30, includes that day (a [datetime] is its moment, midnight where it has no time). A time without a zone is UTC.</summary>
    [Parameter]
    [Alias("EndDate")]
    [UtcTime(DayIncluded = true)]
    public DateTimeOffset? End { get; set; }

    /// <summary>Only the records with these ids.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] RecordId { get; set; } = [];

    /// <summary>Gives mail access its own JSON in AuditData too. All other records always have it; of mail access there is most, and leaving it out is faster.</summary>
    [Parameter]
    [Alias("IncludeAuditData")]
    public SwitchParameter Raw { get; set; }

    private bool IsFindingSet => ParameterSetName is FindingSet or FindingLiteralPathSet;

    private AuditLogReader Reader => _reader ??= new AuditLogReader(new AuditReadOptions
    {
        Operations = Operation,
        UserIds = UserId,
        Mailboxes = Mailbox,
        RecordIds = _recordIds,
        Start = Start,
        End = End,
        IncludeAuditData = Raw,
    });

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        RequireWindow(Start, End);

        _recordIds.UnionWith(RecordId);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case PathSet:
                ReadFiles(ResolvePaths(Path, literal: false));
                break;
            case LiteralPathSet:
                ReadFiles(ResolvePaths(LiteralPath, literal: true));
                break;
            case InputObjectSet:
                foreach (PSObject input in InputObject)
                {
                    ReadObject(input);
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
        // Without any id there is nothing to fetch; an empty filter would fetch everything.
        if (IsFindingSet && _recordIds.Count > 0)
        {
            ReadFiles(ParameterSetName == FindingSet ? ResolvePaths(Path, literal: false) : ResolvePaths(LiteralPath, literal: true));
        }

        if (_bar is not null)
        {
            _bar.RecordType = ProgressRecordType.Completed;
            WriteProgress(_bar);
        }

        if (_reader is null)
        {
            return;
        }

        ReadReport report = _reader.Report;
        WriteReadReport(report);
        WriteGaps(Strings.ArchiveGaps, [.. report.ArchiveGaps.Where(static gap => gap.Kind != ArchiveGapKind.LossAccepted)]);
        WriteGaps(Strings.ArchiveLosses, [.. report.ArchiveGaps.Where(static gap => gap.Kind == ArchiveGapKind.LossAccepted)]);

        int missing = _recordIds.Count - _foundIds.Count;
        if (missing > 0)
        {
            WriteWarning(Strings.Format(Strings.FindingRecordsMissing, ViewHelpers.Number(missing), ViewHelpers.Number(_recordIds.Count)));
        }
    }

    private void WriteGaps(string text, ArchiveGap[] gaps)
    {
        if (gaps.Length > 0)
        {
            WriteWarning(Strings.Format(text, ViewHelpers.Number(gaps.Length), gaps[0]));
        }
    }

    private void AddFinding(PSObject finding)
    {
        if (!FindingRecordIds.TryRead(finding, out IReadOnlyList<string>? ids))
        {
            WriteError(ErrorRecords.FindingHasNoRecordIds(AuditInput.Sort(finding).TypeName));
            return;
        }

        _recordIds.UnionWith(ids);
        if (LanguagePrimitives.TryConvertTo(LooseProperties.Get(finding, nameof(Finding.RecordCount)), out long count) && count > ids.Count)
        {
            WriteWarning(Strings.Format(
                Strings.FindingRecordsBounded,
                LooseProperties.GetString(finding, nameof(Finding.Id)),
                ViewHelpers.Number(count),
                ViewHelpers.Number(ids.Count)));
        }
    }

    private void ReadObject(PSObject input)
    {
        _objects++;
        AuditInput sorted = AuditInput.Sort(input);
        switch (sorted.Kind)
        {
            case AuditInputKind.Path:
                ReadFiles(ResolvePaths([sorted.Text], literal: false));
                break;
            case AuditInputKind.LiteralPath:
                ReadFiles(ResolvePaths([sorted.Text], literal: true));
                break;
            case AuditInputKind.Text:
                Write(Reader.ReadText(sorted.Text, Strings.Format(Strings.PipelineSource, _objects)));
                break;
            case AuditInputKind.Finding:
                WriteError(ErrorRecords.FindingNeedsPath(sorted.Text));
                break;
            default:
                WriteError(ErrorRecords.InputObjectNotSupported(sorted.TypeName));
                break;
        }
    }

    private void ReadFiles(List<string> files)
    {
        if (files.Count > 0)
        {
            Write(Reader.Read(files, StopToken));
        }
    }

    private void Write(IEnumerable<AuditRecord> records)
    {
        try
        {
            foreach (AuditRecord record in records)
            {
                _records++;
                if (_recordIds.Count > 0)
                {
                    _foundIds.Add(record.Id);
                }

                WriteObject(record);
                ShowProgress(record);
            }
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private void ShowProgress(AuditRecord record)
    {
        // The clock is only looked at every 256 records: a million records are written in a third of a second.
        if ((_records & 255) != 0 || _sinceProgress.Elapsed.Ticks < ProgressTicks)
        {
            return;
        }

        _sinceProgress.Restart();
        _bar ??= new ProgressRecord(0, Strings.ProgressActivity, Strings.ProgressActivity);
        _bar.StatusDescription = Strings.Format(
            Strings.ProgressRecords, ViewHelpers.Number(_records), System.IO.Path.GetFileName(record.SourceFile));
        WriteProgress(_bar);
    }
}
