using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Acquisition;

/// <summary>Keeps every record of a search once: knows the ids of all finished slices, and puts their files in place.</summary>
/// <param name="tenantId">The tenant that is asked, where the route knows it.</param>
internal sealed class SliceStore(string tenantId)
{
    private readonly RecordIdSet _ids = new();
    private readonly Stack<RecordIdSet> _free = new();

    /// <summary>The tenant that is asked, or the first that a record names.</summary>
    public string TenantId { get; private set; } = tenantId;

    /// <summary>An empty set of ids; sets are large, and used again.</summary>
    public RecordIdSet Rent()
    {
        lock (_free)
        {
            return _free.TryPop(out RecordIdSet? ids) ? ids : new RecordIdSet();
        }
    }

    public void Return(RecordIdSet ids)
    {
        ids.Clear();
        lock (_free)
        {
            _free.Push(ids);
        }
    }

    /// <summary>Reads the ids of a finished slice. A file that somebody changed, cut or took away is not what was proven.</summary>
    public bool TryLoad(SearchState state, FinishedWork work)
    {
        if (work.Report.FileName.Length == 0)
        {
            return true;
        }

        RecordIdSet ids = Rent();
        try
        {
            string path = state.Files.At(work.Report.FileName);
            RowSorter sorter = new(ids);
            string tenant = string.Empty;
            bool isWhole = new FileInfo(path) is { Exists: true } file && file.Length == work.Length
                && SliceFile.Read(path, row =>
                {
                    _ = sorter.Sort(row);
                    tenant = tenant.Length > 0 ? tenant : sorter.TenantId;
                }) == work.Report.Kept;
            if (isWhole)
            {
                NoteTenant(tenant);
                ids.AddTo(_ids, static (_, _, _) => { });
            }

            return isWhole;
        }
        catch (Exception cause) when (cause is InvalidDataException || SearchStateException.IsExpected(cause))
        {
            return false;
        }
        finally
        {
            Return(ids);
        }
    }

    /// <summary>Puts a slice's file in its place, without what other slices have, and only then says that it is finished.</summary>
    public SliceReport Keep(SearchState state, SliceResult result, SliceState outcome, string problem)
    {
        SliceSpool spool = result.Spool;
        long rows = spool.Rows - result.Reread;
        long length = spool.Close();
        long kept = spool.Kept;
        long conflicts = 0;
        RecordIdSet repeats = Rent();
        try
        {
            bool hasRepeats = false;
            spool.Ids.AddTo(_ids, (id, content, known) =>
            {
                conflicts += known == RecordIdOutcome.ConflictingId ? 1 : 0;
                if (known == RecordIdOutcome.Duplicate)
                {
                    hasRepeats = true;
                    repeats.Add(id, content);
                }
            });
            string part = SliceNames.Part(result.Work);
            if (hasRepeats && kept > 0)
            {
                (part, kept, length) = state.Files.Guard(() => Sift(state, result.Work, repeats));
            }

            string name = kept > 0 ? SliceNames.Finished(result.Work) : string.Empty;
            if (name.Length > 0)
            {
                state.Files.Guard(() => state.Files.Move(part, name));
            }

            SliceReport report = new()
            {
                From = result.Work.Slice.From,
                To = result.Work.Slice.To,
                Operation = result.Work.Slice.Operation,
                Content = result.Work.Slice.Content,
                State = outcome,
                Attempts = result.Attempts,
                Announced = result.Announced,
                Recounted = result.Recounted,
                Received = Math.Max(rows, spool.Distinct),
                Duplicates = Math.Max(0, rows - spool.Distinct) + spool.Kept - kept,
                OutsideWindow = spool.OutsideWindow,
                Unreadable = spool.Unreadable,
                ConflictingIds = conflicts,
                Kept = kept,
                Quiet = result.Quiet,
                Flags = result.Flags.ToArray(),
                Problem = PlainText.Safe(problem),
                FileName = name,
            };
            NoteTenant(spool.TenantId);
            if (outcome != SliceState.Failed)
            {
                state.Finish(result.Work, report, length);
            }

            return report;
        }
        finally
        {
            Return(repeats);
        }
    }

    /// <summary>Writes a slice's file again without rows that are known.</summary>
    private static (string Name, long Kept, long Length) Sift(SearchState state, SliceWork work, RecordIdSet repeats)
    {
        string part = SliceNames.Part(work);
        string again = SliceNames.Again(work);
        RowSorter sorter = new(repeats);
        long kept = 0;
        using SliceFile file = new(state.Files, again);
        SliceFile.Read(state.Files.At(part), row =>
        {
            // A row that is new to the repeats is none of them.
            if (sorter.Sort(row) != SortedRow.Repeat)
            {
                file.Add(row);
                kept++;
            }
        });
        long length = file.Close();
        return (again, kept, length);
    }

    private void NoteTenant(string named) => TenantId = TenantId.Length > 0 ? TenantId : named;
}
