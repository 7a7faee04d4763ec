using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using StormDetect.Binding;
using StormDetect.Core;
using StormDetect.Errors;
using StormDetect.Views;

namespace StormDetect.Commands;

/// <summary>Base of cmdlets that collect audit logs, read them in one pass with progress, and write what a hunt makes of them at the end.</summary>
public abstract partial class HuntCmdlet : PathCmdlet
{
    private const string HostTag = "PSHOST";
    private const string VerdictTag = "StormDetect.Verdict";
    private readonly List<string> _files = [];
    private readonly List<string> _unread = [];
    private AuditHunt? _hunt;
    private long _objects;
    private bool _hasInput;

    // Written by a reading thread, taken by the pipeline thread.
    private object? _progress;

    /// <summary>The hunt, made when it is first needed.</summary>
    private protected AuditHunt Engine => _hunt ??= Guard(CreateHunt);

    /// <summary>The baseline file as it was named, for errors; empty where the cmdlet takes none.</summary>
    private protected virtual string BaselinePath => string.Empty;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // Where every input failed there is nothing to judge; the errors have said why.
        if (_hasInput)
        {
            WriteResult();
        }
    }

    /// <summary>Makes the hunt; called before the first record, or at the end where there are only files.</summary>
    private protected abstract AuditHunt CreateHunt();

    /// <summary>Reads, judges and writes; called once, at the end of the input.</summary>
    private protected abstract void WriteResult();

    /// <summary>Takes a piped object that is no audit log, such as a rule of Get-InboxRule.</summary>
    /// <returns>Whether the cmdlet knows what to do with it.</returns>
    private protected virtual bool TryAdd(PSObject input) => false;

    /// <summary>Takes a piped text that is no audit log, such as rules as JSON, before it is taken for a record or a path.</summary>
    /// <returns>Whether the cmdlet knows what to do with it.</returns>
    private protected virtual bool TryAddText(string text) => false;

    /// <summary>Where anything was given that can be judged.</summary>
    private protected void NoteInput() => _hasInput = true;

    private protected override void NoteUnread(string input) => _unread.Add(input);

    /// <summary>Lets go of the hunt: the next reading makes a new one and reads the same files again.</summary>
    private protected void ReadAnew() => _hunt = null;

    /// <summary>Reads the files collected and judges, with progress.</summary>
    /// <typeparam name="T">What the judging gives.</typeparam>
    /// <param name="judge">Ends the hunt.</param>
    /// <returns>The judging's result.</returns>
    private protected T Read<T>(Func<CancellationToken, T> judge)
    {
        AuditHunt hunt = Engine;
        _unread.ForEach(hunt.NoteUnread);
        ProgressRecord bar = new(0, Strings.ProgressActivity, Strings.ProgressJudging);
        hunt.Progress = progress => Volatile.Write(ref _progress, progress);
        T result = Guard(() => Await(
            token =>
            {
                if (_files.Count > 0)
                {
                    hunt.AddFiles(_files, token);
                }

                return judge(token);
            },
            () => ShowProgress(bar)));

        // What came last came between two looks.
        _ = ShowStatus(bar);
        bar.RecordType = ProgressRecordType.Completed;
        WriteProgress(bar);
        return result;
    }

    /// <summary>Says what the findings and everything unseen come to, and writes the findings.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="text">The sentence that decides it.</param>
    /// <param name="findings">The findings.</param>
    /// <param name="summary">What is written in their place; null for the findings.</param>
    private protected void WriteResult(Verdict verdict, string text, IReadOnlyList<Finding> findings, object? summary)
    {
        string safe = PlainText.Safe(text);
        bool isOpen = verdict == Verdict.CannotConclude;
        if (isOpen)
        {
            WriteWarning(safe);
        }

        if (summary is not null)
        {
            WriteObject(summary);
            return;
        }

        // Before the findings: behind a table the line would end up inside of it, and behind Select-Object -First nobody would see it.
        // What a warning has said is not shown twice.
        WriteInformation(new HostInformationMessage { Message = safe }, isOpen ? [VerdictTag] : [HostTag, VerdictTag]);
        WriteObject(findings, enumerateCollection: true);
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

    private void ShowProgress(ProgressRecord bar)
    {
        if (ShowStatus(bar) || Interlocked.Exchange(ref _progress, null) is not ReadProgress progress)
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

    /// <summary>Takes files and folders; they are read at the end.</summary>
    private protected void AddFiles(List<string> files)
    {
        _files.AddRange(files);
        _hasInput |= files.Count > 0;
    }

    /// <summary>Takes a piped object for what it is.</summary>
    private protected void AddObject(PSObject input)
    {
        _objects++;
        if (input.BaseObject is string text && TryAddText(text))
        {
            return;
        }

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
                Engine.Add(sorted.Record!);
                _hasInput = true;
                break;
            case AuditInputKind.Search:
                Engine.Add(sorted.Search!);
                _hasInput = true;
                break;
            case AuditInputKind.DamagedSearch:
                WriteError(ErrorRecords.SearchReportDamaged(sorted.Text, input));
                NoteUnread(Strings.Format(Strings.PipelineSource, _objects));
                break;
            case AuditInputKind.Text:
                Engine.AddText(sorted.Text, Strings.Format(Strings.PipelineSource, _objects));
                _hasInput = true;
                break;
            default:
                if (!TryAdd(input))
                {
                    WriteError(ErrorRecords.InputObjectNotSupported(sorted.TypeName));
                    NoteUnread(Strings.Format(Strings.PipelineSource, _objects));
                }

                break;
        }
    }
}
