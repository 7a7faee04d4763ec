using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Exports;

/// <summary>
/// Splits a block of CSV that begins at the start of a row into rows and cells, 64 bytes a step, in place. Quotes are paired by parity, so
/// doubled quotes need no look-ahead; every quote that RFC 4180 does not allow is noticed, and a damaged row costs its own first line, not
/// the rows behind it.
/// </summary>
internal ref struct CsvRowReader
{
    private readonly ReadOnlySpan<byte> _block;
    private readonly byte _delimiter;
    private readonly int _columnCount;
    private int _start;
    private int _base;
    private int _next;
    private ulong _ends;
    private ulong _escapes;
    private ulong _faults;
    private ulong _inside;
    private ulong _afterEnd;
    private ulong _afterClose;

    /// <summary>Begins at the first row of a block.</summary>
    /// <param name="block">Whole rows; the header is not among them.</param>
    /// <param name="delimiter">The cell delimiter.</param>
    /// <param name="columnCount">Cells a row should have.</param>
    public CsvRowReader(ReadOnlySpan<byte> block, byte delimiter, int columnCount)
    {
        _block = block;
        _delimiter = delimiter;
        _columnCount = columnCount;
        Restart(0);
    }

    /// <summary>Reads the next row; blank lines are not rows.</summary>
    /// <param name="cells">Receives the cells, as many as there is room for.</param>
    /// <param name="row">The row.</param>
    /// <returns>False at the end of the block.</returns>
    public bool Next(scoped Span<CsvCell> cells, out CsvRow row)
    {
        while (_start < _block.Length)
        {
            if (ReadRow(cells, out row))
            {
                return true;
            }
        }

        row = default;
        return false;
    }

    private bool ReadRow(scoped Span<CsvCell> cells, out CsvRow row)
    {
        int start = _start;
        int cellStart = start;
        int count = 0;
        bool escaped = false;
        while (true)
        {
            while ((_ends | _faults) != 0)
            {
                int end = BitOperations.TrailingZeroCount(_ends);
                if (BitOperations.TrailingZeroCount(_faults) < end)
                {
                    return Repair(start, cells, out row);
                }

                ulong below = (1UL << end) - 1;
                escaped |= (_escapes & below) != 0;
                _escapes &= ~below;
                _ends &= _ends - 1;
                int at = _base + end;
                if (_block[at] == (byte)'\n')
                {
                    return EndRow(start, cellStart, at, count, escaped, cells, out row);
                }

                if (count < cells.Length)
                {
                    cells[count] = Cell(cellStart, at, escaped);
                }

                count++;
                cellStart = at + 1;
                escaped = false;
            }

            escaped |= _escapes != 0;
            if (!Step(ref escaped))
            {
                return _inside != 0
                    ? Repair(start, cells, out row)
                    : EndRow(start, cellStart, _block.Length, count, escaped, cells, out row);
            }
        }
    }

    private bool EndRow(int start, int cellStart, int at, int count, bool escaped, scoped Span<CsvCell> cells, out CsvRow row)
    {
        _start = at + 1;
        int end = at > cellStart && _block[at - 1] == (byte)'\r' ? at - 1 : at;
        if (count == 0 && _block[start..end].IndexOfAnyExcept((byte)' ', (byte)'\t') < 0)
        {
            row = default;
            return false;
        }

        if (count < cells.Length)
        {
            cells[count] = Cell(cellStart, end, escaped);
        }

        count++;
        row = new CsvRow(start, end, count, count == _columnCount ? CsvRowState.Ok : CsvRowState.WrongCellCount);
        return true;
    }

    private readonly CsvCell Cell(int start, int end, bool escaped)
    {
        // No fault was seen, so a cell that begins with a quote also ends with one.
        bool quoted = end - start >= 2 && _block[start] == (byte)'"';
        return quoted
            ? new CsvCell { Start = start + 1, Length = end - start - 2, Quoted = true, HasEscapedQuotes = escaped }
            : new CsvCell { Start = start, Length = end - start };
    }

    private bool Repair(int start, scoped Span<CsvCell> cells, out CsvRow row)
    {
        row = CsvLooseRow.Read(_block, start, _delimiter, _columnCount, cells, out int next);
        Restart(next);
        return true;
    }

    private void Restart(int position)
    {
        _start = position;
        _base = position;
        _next = position;
        _ends = 0;
        _escapes = 0;
        _faults = 0;
        _inside = 0;
        _afterEnd = 1;
        _afterClose = 0;
    }

    /// <summary>Goes on to the next step that has a cell end or a fault in it.</summary>
    /// <param name="escaped">Set when steps passed over hold doubled quotes.</param>
    /// <returns>False at the end of the block.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Step(ref bool escaped)
    {
        ref byte block = ref MemoryMarshal.GetReference(_block);
        int length = _block.Length;
        int next = _next;
        ulong inside = _inside;
        ulong afterEnd = _afterEnd;
        ulong afterClose = _afterClose;
        ulong passedEscapes = 0;
        Span<byte> tail = stackalloc byte[CsvStep.Size];
        while (next < length)
        {
            int left = length - next;
            ulong quotes;
            ulong ends;
            if (left >= CsvStep.Size)
            {
                CsvStep.Classify(ref Unsafe.Add(ref block, next), _delimiter, out quotes, out ends);
            }
            else
            {
                tail.Clear();
                _block[next..].CopyTo(tail);
                CsvStep.Classify(ref MemoryMarshal.GetReference(tail), _delimiter, out quotes, out ends);
            }

            ulong within = CsvStep.RunningParity(quotes) ^ inside;
            ulong opens = quotes & within;
            ulong closes = quotes & ~within;
            ulong behindClose = (closes << 1) | afterClose;
            ends &= ~within;
            ulong behindEnd = ((ends | closes) << 1) | afterEnd;
            ulong faults = (opens & ~behindEnd) | (behindClose & ~(ends | opens));
            if (left < CsvStep.Size)
            {
                faults &= (1UL << left) - 1;
            }

            inside = (ulong)((long)within >> 63);
            afterEnd = (ends | closes) >> 63;
            afterClose = closes >> 63;
            ulong escapes = opens & behindClose;
            if ((ends | faults) != 0)
            {
                faults = faults == 0 ? 0 : WithoutLineBreaks(faults, next);
                if ((ends | faults) != 0)
                {
                    escaped |= passedEscapes != 0;
                    _base = next;
                    _next = next + CsvStep.Size;
                    _ends = ends;
                    _escapes = escapes;
                    _faults = faults;
                    _inside = inside;
                    _afterEnd = afterEnd;
                    _afterClose = afterClose;
                    return true;
                }
            }

            passedEscapes |= escapes;
            next += CsvStep.Size;
        }

        escaped |= passedEscapes != 0;
        _next = length;
        _inside = inside;
        _ends = 0;
        _escapes = 0;
        return false;
    }

    /// <summary>A carriage return behind a closing quote is no fault when the line ends there.</summary>
    private readonly ulong WithoutLineBreaks(ulong faults, int position)
    {
        ulong left = faults;
        while (left != 0)
        {
            ulong bit = left & (~left + 1);
            left ^= bit;
            int at = position + BitOperations.TrailingZeroCount(bit);
            if (_block[at] == (byte)'\r' && (at + 1 >= _block.Length || _block[at + 1] == (byte)'\n'))
            {
                faults ^= bit;
            }
        }

        return faults;
    }
}
