using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Exports;

/// <summary>Counts what one reading thread reads; ledgers add up to the <see cref="ReadReport"/>.</summary>
internal sealed class ReadLedger
{
    private const int MaxExamples = 100;

    private readonly Dictionary<string, FileCounts> _files = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(int File, long Offset), DroppedRow> _dropped = [];
    private readonly SortedDictionary<(int File, long Offset), DroppedRow> _lossy = [];
    private readonly long[] _reasons = new long[Enum.GetValues<DropReason>().Length];
    private FileCounts _current = new(0);
    private string _file = string.Empty;
    private int _first = int.MaxValue;
    private int _last = int.MinValue;

    public long Kept { get; private set; }

    public long Duplicates { get; private set; }

    public long ConflictingIds { get; private set; }

    /// <summary>Says which file the next rows come from.</summary>
    public void Enter(string file, int order)
    {
        if (!ReferenceEquals(file, _file))
        {
            _file = file;
            if (!_files.TryGetValue(file, out FileCounts? counts))
            {
                counts = new FileCounts(order);
                _files.Add(file, counts);
            }

            _current = counts;
        }
    }

    /// <summary>Bytes read of the file at hand.</summary>
    public long Position => _current.Bytes;

    public void Text(long bytes) => _current.Bytes += bytes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Row(ExportForm form, int time, RecordIdOutcome outcome)
    {
        _current.Rows++;
        _current.Kept++;
        _current.Forms[(int)form]++;
        if (outcome == RecordIdOutcome.Duplicate)
        {
            Duplicates++;
            return;
        }

        Kept++;
        ConflictingIds += outcome == RecordIdOutcome.ConflictingId ? 1 : 0;
        _first = Math.Min(_first, time);
        _last = Math.Max(_last, time);
    }

    public void Drop(DropReason reason, long offset, string detail)
    {
        _current.Rows++;
        _current.Dropped++;
        _reasons[(int)reason]++;
        Example(_dropped, reason, offset, detail);
    }

    public void Lossy(DropReason reason, long offset, string detail)
    {
        _current.Lossy++;
        Example(_lossy, reason, offset, detail);
    }

    public void Merge(ReadLedger other)
    {
        foreach ((string file, FileCounts counts) in other._files)
        {
            if (_files.TryGetValue(file, out FileCounts? mine))
            {
                mine.Add(counts);
            }
            else
            {
                _files.Add(file, counts);
            }
        }

        Take(_dropped, other._dropped);
        Take(_lossy, other._lossy);
        for (int i = 0; i < _reasons.Length; i++)
        {
            _reasons[i] += other._reasons[i];
        }

        Kept += other.Kept;
        Duplicates += other.Duplicates;
        ConflictingIds += other.ConflictingIds;
        _first = Math.Min(_first, other._first);
        _last = Math.Max(_last, other._last);
    }

    public ReadReport Report(IReadOnlyList<InputProblem> problems, IReadOnlyList<ArchiveGap>? gaps = null) => new()
    {
        Bytes = _files.Values.Sum(static file => file.Bytes),
        Rows = _files.Values.Sum(static file => file.Rows),
        Kept = Kept,
        Duplicates = Duplicates,
        ConflictingIds = ConflictingIds,
        Dropped = Enum.GetValues<DropReason>().Where(reason => _reasons[(int)reason] > 0)
            .Select(reason => new DropCount(reason, _reasons[(int)reason])).ToArray(),
        DroppedRows = _dropped.Values.ToArray(),
        Lossy = _files.Values.Sum(static file => file.Lossy),
        LossyRows = _lossy.Values.ToArray(),
        Files = _files.OrderBy(static file => file.Value.Order).ThenBy(static file => file.Key, StringComparer.Ordinal)
            .Select(static file => file.Value.Report(file.Key)).ToArray(),
        Problems = problems,
        ArchiveGaps = gaps ?? [],
        FirstRecord = _first == int.MaxValue ? null : FactTime.ToTime(_first),
        LastRecord = _last == int.MinValue ? null : FactTime.ToTime(_last),
    };

    private void Example(SortedDictionary<(int File, long Offset), DroppedRow> examples, DropReason reason, long offset, string detail)
    {
        (int Order, long Offset) key = (_current.Order, offset);
        if (examples.Count < MaxExamples || Compare(key, examples.Keys.Last()) < 0)
        {
            examples[key] = new DroppedRow(reason, _file, offset, detail);
            Trim(examples);
        }
    }

    private static void Take(SortedDictionary<(int File, long Offset), DroppedRow> into, SortedDictionary<(int File, long Offset), DroppedRow> from)
    {
        foreach (((int File, long Offset) key, DroppedRow row) in from)
        {
            into.TryAdd(key, row);
        }

        Trim(into);
    }

    private static void Trim(SortedDictionary<(int File, long Offset), DroppedRow> examples)
    {
        while (examples.Count > MaxExamples)
        {
            examples.Remove(examples.Keys.Last());
        }
    }

    private static int Compare((int File, long Offset) a, (int File, long Offset) b) =>
        a.File != b.File ? a.File.CompareTo(b.File) : a.Offset.CompareTo(b.Offset);

    private sealed class FileCounts(int order)
    {
        public int Order { get; } = order;

        public long Bytes { get; set; }

        public long Rows { get; set; }

        public long Kept { get; set; }

        public long Dropped { get; set; }

        public long Lossy { get; set; }

        public long[] Forms { get; } = new long[Enum.GetValues<ExportForm>().Length];

        public void Add(FileCounts other)
        {
            Bytes += other.Bytes;
            Rows += other.Rows;
            Kept += other.Kept;
            Dropped += other.Dropped;
            Lossy += other.Lossy;
            for (int i = 0; i < Forms.Length; i++)
            {
                Forms[i] += other.Forms[i];
            }
        }

        public FileReadReport Report(string file) =>
            new(file, (ExportForm)Array.IndexOf(Forms, Forms.Max()), Bytes, Rows, Kept, Dropped, Lossy);
    }
}
