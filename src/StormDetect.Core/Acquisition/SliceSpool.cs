using System;
using System.IO;
using System.Threading;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Acquisition;

/// <summary>
/// Takes what a route receives for one slice, over all attempts at it: every record once, straight into a file. Pages that shift between attempts so complete each other, and memory holds only ids.
/// </summary>
internal sealed class SliceSpool : ISliceReceiver, IDisposable
{
    private readonly SearchState _state;
    private readonly SliceWork _work;
    private readonly TimeProvider _clock;
    private readonly RowSorter _sorter;
    private readonly long _start;
    private readonly long _end;
    private SliceFile? _file;
    private bool _hasFile;
    private long _rows;

    public SliceSpool(SearchState state, SliceWork work, AuditLogQuery query, RecordIdSet ids, TimeProvider clock)
    {
        _state = state;
        _work = work;
        _clock = clock;
        Ids = ids;
        _sorter = new RowSorter(ids);
        _start = query.Start.UtcTicks;
        _end = query.End.UtcTicks;
    }

    /// <summary>Every record of the slice.</summary>
    public RecordIdSet Ids { get; }

    /// <inheritdoc/>
    public string Ticket => _work.Ticket;

    /// <summary>Rows of the attempt, repeats included.</summary>
    public long Rows => Volatile.Read(ref _rows);

    /// <summary>Records that were new in the attempt.</summary>
    public long Grown { get; private set; }

    /// <summary>Different records over all attempts, also those that are not kept.</summary>
    public long Distinct { get; private set; }

    /// <summary>Records in the file.</summary>
    public long Kept { get; private set; }

    public long OutsideWindow { get; private set; }

    public long Unreadable { get; private set; }

    /// <summary>The tenant the records name; empty where they name none.</summary>
    public string TenantId { get; private set; } = string.Empty;

    /// <summary>What is being waited for.</summary>
    public string Status { get; private set; } = string.Empty;

    public void BeginAttempt()
    {
        Volatile.Write(ref _rows, 0);
        Grown = 0;
        Status = string.Empty;
    }

    /// <inheritdoc/>
    public void Note(string ticket) => _state.Note(_work, ticket, _clock.GetUtcNow());

    /// <inheritdoc/>
    public void Record(ReadOnlySpan<byte> json)
    {
        Volatile.Write(ref _rows, _rows + 1);
        SortedRow row = _sorter.Sort(json);
        if (row == SortedRow.Repeat)
        {
            return;
        }

        Distinct++;
        Grown++;
        if (row == SortedRow.Unreadable)
        {
            Unreadable++;
        }
        else
        {
            TenantId = TenantId.Length > 0 ? TenantId : _sorter.TenantId;
            if (_sorter.Ticks < _start || _sorter.Ticks >= _end)
            {
                OutsideWindow++;
                return;
            }
        }

        Kept++;
        try
        {
            _hasFile = true;
            _file ??= new SliceFile(_state.Files, SliceNames.Part(_work));
            _file.Add(json);
        }
        catch (Exception cause) when (SearchStateException.IsExpected(cause))
        {
            throw SearchStateException.Of(_state.Files.Folder, cause);
        }
    }

    /// <inheritdoc/>
    public void Page(long? announced) => Status = string.Empty;

    /// <inheritdoc/>
    public void Waiting(string status) => Status = status;

    /// <summary>Ends the file.</summary>
    /// <returns>Its length; 0 where nothing came.</returns>
    public long Close()
    {
        long length = _state.Files.Guard(() => _file?.Close() ?? 0);
        _file = null;
        return length;
    }

    /// <summary>Throws away what is not in its place.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        if (_hasFile)
        {
            try
            {
                File.Delete(_state.Files.At(SliceNames.Part(_work)));
                File.Delete(_state.Files.At(SliceNames.Again(_work)));
            }
            catch (Exception cause) when (SearchStateException.IsExpected(cause))
            {
                // The next run removes it.
            }
        }
    }
}
