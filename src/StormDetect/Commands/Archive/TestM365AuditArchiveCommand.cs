using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using StormDetect.Completion;
using StormDetect.Core;
using StormDetect.Errors;
using StormDetect.Views;

namespace StormDetect.Commands;

/// <summary>Proves that an archive of audit records is what its runs made it, finds gaps in time, and judges how long it keeps the log.</summary>
/// <remarks>
/// <para>
/// Test-M365AuditArchive reads every file of an archive that Export-M365AuditLog made and compares it with the manifest, whose entries hash what each run added and the entry before. A file that was changed by a
/// single bit, cut, exchanged, added or taken away is found and named. What the chain cannot show by itself is that entries were taken from its very end together with their files: note the Head elsewhere, such as in a
/// ticket, and give it as ExpectedHead later.
/// </para>
/// <para>
/// Gaps are stretches of time between the first and the last that are covered: never asked for, or asked for and not received. They and records that are there twice do not make an archive less intact; hunts that read
/// the archive count gaps as blind.
/// </para>
/// <para>
/// A gap that somebody accepted as lost (Export-M365AuditLog -AcceptLoss) is listed apart, in AcceptedLosses, with cause, reason, operator and time; Gaps has those that are open. Hunts count both as blind. Neither makes Status anything
/// but Passed or Quiet false by itself; a retention that is asked for is not met where its time has either.
/// </para>
/// <para>
/// An archive may lie in several folders that have the same tree, such as one at hand and one in cold storage: every copy of every file is checked. Nothing is written.
/// </para>
/// </remarks>
/// <example>
/// <title>Is it intact?</title>
/// <code>Export-M365AuditLog ./audit -ArchivePath ./archive
/// Test-M365AuditArchive ./archive | Format-List</code>
/// <para>One result a tenant, with what was found and the head of the chain.</para>
/// </example>
/// <example>
/// <title>In a script</title>
/// <code>Test-M365AuditArchive ./archive -Quiet</code>
/// <para>True or false, for an if.</para>
/// </example>
/// <example>
/// <title>How long it keeps the log</title>
/// <code>Test-M365AuditArchive ./archive -RetentionProfile M-26-14-L3 | Select-Object TenantId, Status, Retention</code>
/// <para>Met, NotMet or Unknown, with the reason. Folders in cold storage are given as ColdPath.</para>
/// </example>
/// <seealso href="about_StormDetect_Archive"/>
/// <seealso href="Export-M365AuditLog"/>
[Cmdlet(VerbsDiagnostic.Test, "M365AuditArchive")]
[OutputType(typeof(ArchiveCheckResult), typeof(bool))]
public sealed class TestM365AuditArchiveCommand : PathCmdlet
{
    private readonly List<string> _paths = [];
    private ArchiveProgress? _progress;

    /// <summary>Folders of archives, or of one tenant's archive. Several that have the same tree are taken for one archive.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName", "ArchivePath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The same for cold storage: what is only there counts as retrievable, not as searchable.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ColdPath { get; set; } = [];

    /// <summary>Hashes, noted elsewhere, of the end that a chain once had: the Head of an earlier check or run. One that is in no chain means that entries were taken from its end, or that it was written anew.</summary>
    [Parameter]
    [ValidatePattern("^[0-9a-fA-F]{64}$")]
    public string[] ExpectedHead { get; set; } = [];

    /// <summary>How long the log has to be kept: M-26-14-L1 to M-26-14-L4 (OMB M-26-14, which replaced M-21-31 in May 2026), or M-21-31 (searchable 12 months, retrievable 30). A month counts 30 days.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RetentionProfileCompleter))]
    public string? RetentionProfile { get; set; }

    /// <summary>Days for which the log has to be searchable, in place of what the profile asks.</summary>
    [Parameter]
    [ValidateRange(0, 7300)]
    public int? SearchableDays { get; set; }

    /// <summary>Days for which the log has to be retrievable, in cold storage too, in place of what the profile asks.</summary>
    [Parameter]
    [ValidateRange(0, 7300)]
    public int? RetrievableDays { get; set; }

    /// <summary>Gives true where every archive is intact and, if a retention was asked for, meets it; false otherwise. Gaps and accepted losses alone do not make it false; within the time of a retention they do.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _paths.AddRange(ResolvePaths(Path, literal: false));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        List<string> cold = ResolvePaths(ColdPath, literal: false);
        if (_paths.Count == 0)
        {
            if (Quiet)
            {
                WriteObject(false);
            }

            return;
        }

        ArchiveCheckOptions options = new()
        {
            Paths = _paths,
            ColdPaths = cold,
            ExpectedHeads = ExpectedHead,
            Retention = Retention(),
            Now = DateTimeOffset.UtcNow,
            Progress = (done, total) => Volatile.Write(ref _progress, new ArchiveProgress(done, total)),
        };
        ProgressRecord bar = new(0, Strings.ProgressArchive, Strings.ProgressArchive);
        IReadOnlyList<ArchiveCheckResult> results;
        try
        {
            results = Await(token => AuditArchiveCheck.Run(options, token), () => ShowProgress(bar));
        }
        catch (ArchiveException failure)
        {
            ThrowTerminatingError(ErrorRecords.Archive(failure));
            throw;
        }

        bar.RecordType = ProgressRecordType.Completed;
        WriteProgress(bar);
        if (Quiet)
        {
            WriteObject(results.All(static result => result.IsIntact && result.Retention is null or { Answer: RetentionAnswer.Met }));
        }
        else
        {
            WriteObject(results, enumerateCollection: true);
        }
    }

    private RetentionProfile? Retention()
    {
        RetentionProfile? named = RetentionProfile is null ? null : Core.RetentionProfile.Find(RetentionProfile);
        if (named is null && RetentionProfile is not null)
        {
            ThrowTerminatingError(ErrorRecords.RetentionProfileUnknown(RetentionProfile, Core.RetentionProfile.Names));
        }

        return SearchableDays is null && RetrievableDays is null ? named : Core.RetentionProfile.OfDays(SearchableDays ?? named?.SearchableDays ?? 0, RetrievableDays ?? named?.RetrievableDays ?? 0);
    }

    private void ShowProgress(ProgressRecord bar)
    {
        if (Volatile.Read(ref _progress) is { Total: > 0 } progress)
        {
            bar.PercentComplete = (int)Math.Min(100, 100 * progress.Done / progress.Total);
            bar.StatusDescription = Strings.Format(Strings.ProgressArchiveBytes, ViewHelpers.Number(progress.Done >> 20), ViewHelpers.Number(progress.Total >> 20));
            WriteProgress(bar);
        }
    }
}
