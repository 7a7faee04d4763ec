using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using StormDetect.Binding;
using StormDetect.Core;
using StormDetect.Errors;
using StormDetect.Views;

namespace StormDetect.Commands;

/// <summary>Base of cmdlets that take audit logs in any mix of files, records and cmdlet output, and judge them at the end.</summary>
public abstract class MailAccessHuntCmdlet : PathCmdlet
{
    private readonly List<string> _files = [];
    private MailAccessHunt? _hunt;
    private long _objects;
    private bool _hasInput;

    // Written by a reading thread, taken by the pipeline thread.
    private object? _progress;

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
    /// Anything else is an error, and the rest still counts.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    public PSObject[] InputObject { get; set; } = [];

    private MailAccessHunt Hunt => _hunt ??= Guard(() => new MailAccessHunt(CreateOptions(), Learned));

    /// <summary>What was learned before; null to judge the input by itself.</summary>
    private protected virtual MailAccessBaseline? Learned => null;

    /// <summary>The baseline file as it was named, for errors.</summary>
    private protected virtual string BaselinePath => string.Empty;

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

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // Where every input failed there is nothing to judge; the errors have said why.
        if (_hasInput)
        {
            WriteResult(Hunt);
        }
    }

    private protected abstract MailAccessHuntOptions CreateOptions();

    private protected abstract void WriteResult(MailAccessHunt hunt);

    /// <summary>Reads the files collected and judges, with progress.</summary>
    /// <typeparam name="T">What the judging gives.</typeparam>
    /// <param name="judge">Ends the hunt.</param>
    /// <returns>The judging's result.</returns>
    private protected T Read<T>(Func<MailAccessHunt, CancellationToken, T> judge)
    {
        MailAccessHunt hunt = Hunt;
        ProgressRecord bar = new(0, Strings.ProgressActivity, Strings.ProgressJudging);
        hunt.Progress = progress => Volatile.Write(ref _progress, progress);
        T result = Guard(() => Await(
            token =>
            {
                if (_files.Count > 0)
                {
                    hunt.AddFiles(_files, token);
                }

                return judge(hunt, token);
            },
            () => ShowProgress(bar)));
        bar.RecordType = ProgressRecordType.Completed;
        WriteProgress(bar);
        return result;
    }

    /// <summary>Ends the cmdlet with an error that says so, where a baseline cannot be used.</summary>
    private protected T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (BaselineException failure)
        {
            ThrowTerminatingError(ErrorRecords.Baseline(BaselinePath, failure));
            throw;
        }
    }

    /// <summary>What the baseline was learned with, for what was not asked otherwise: what it holds back as suspicious depends on it.</summary>
    private protected MailAccessHuntOptions JudgedAs(MailAccessHuntOptions options)
    {
        if (Learned is not { } baseline)
        {
            return options;
        }

        bool Asked(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
        return options with
        {
            Sensitivity = Asked("Sensitivity") ? options.Sensitivity : baseline.Sensitivity,
            PriorityMailboxes = Asked("PriorityMailbox") ? options.PriorityMailboxes : baseline.PriorityMailboxes,
            TrustedNetworks = Asked("TrustedNetwork") ? options.TrustedNetworks : baseline.TrustedNetworks,
        };
    }

    private protected static string[] Normalised(string[] networks) =>
        Array.ConvertAll(networks, static network => CidrText.TryNormalise(network, out string normalised) ? normalised : network);

    private protected void WriteNotes(MailAccessHuntResult result)
    {
        foreach (string note in result.Baseline?.Notes ?? [])
        {
            WriteWarning(PlainText.Safe(note));
        }
    }

    private void ShowProgress(ProgressRecord bar)
    {
        if (Interlocked.Exchange(ref _progress, null) is not ReadProgress progress)
        {
            return;
        }

        bool isRead = progress.BytesRead >= progress.BytesTotal;
        bar.PercentComplete = isRead ? 100 : (int)(100 * progress.BytesRead / progress.BytesTotal);
        bar.StatusDescription = isRead ? Strings.ProgressJudging : Strings.Format(
            Strings.ProgressBytes,
            ViewHelpers.Number(progress.BytesRead >> 20),
            ViewHelpers.Number(progress.BytesTotal >> 20),
            ViewHelpers.Number(progress.Records),
            System.IO.Path.GetFileName(progress.File));
        WriteProgress(bar);
    }

    private void AddFiles(List<string> files)
    {
        _files.AddRange(files);
        _hasInput |= files.Count > 0;
    }

    private void AddObject(PSObject input)
    {
        _objects++;
        AuditInput sorted = AuditInput.Sort(input);
        switch (sorted.Kind)
        {
            case AuditInputKind.Path:
                AddFiles(ResolvePaths([sorted.Text], literal: false));
                break;
            case AuditInputKind.LiteralPath:
                AddFiles(ResolvePaths([sorted.Text], literal: true));
                break;
            case AuditInputKind.Record:
                Hunt.Add(sorted.Record!);
                _hasInput = true;
                break;
            case AuditInputKind.Text:
                Hunt.AddText(sorted.Text, Strings.Format(Strings.PipelineSource, _objects));
                _hasInput = true;
                break;
            default:
                WriteError(ErrorRecords.InputObjectNotSupported(sorted.TypeName));
                break;
        }
    }
}
