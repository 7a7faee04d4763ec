using System;
using System.Buffers;
using System.Threading;

namespace StormDetect.Core.Exports;

/// <summary>
/// One file, or one entry of an archive, recognised as a log and handed out as blocks of UTF-8 text. It may be used by several threads in
/// turn, not at once; different inputs may be used at once.
/// </summary>
internal sealed class LogInput : IDisposable
{
    private readonly TextSource _source;
    private readonly InputLimits _limits;
    private readonly Action<InputProblem> _problem;
    private byte[] _carry;
    private int _carryStart;
    private int _carryEnd;
    private long _offset;
    private bool _isTold;
    private bool _isDisposed;

    /// <summary>Makes an input out of a recognised text.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="source">The text behind the head.</param>
    /// <param name="form">Its form.</param>
    /// <param name="head">The beginning of the text, in an array of the shared pool that this takes over.</param>
    /// <param name="start">Where in the head the records begin.</param>
    /// <param name="end">Where the head ends.</param>
    /// <param name="limits">Sizes.</param>
    /// <param name="problem">Told of a failure to read to the end, on the thread that met it.</param>
    public LogInput(
        string name, TextSource source, TextForm form, byte[] head, int start, int end, InputLimits limits, Action<InputProblem> problem)
    {
        Name = name;
        Layout = form.Layout;
        SingleLine = form.SingleLine;
        Header = form.Header;
        IsPartial = form.IsPartial;
        _source = source;
        _limits = limits;
        _problem = problem;
        _carry = head;
        _carryStart = start;
        _carryEnd = end;
        _offset = start;
    }

    /// <summary>The path, and behind a <c>|</c> the name of the archive entry, its control characters replaced. Never to be used as a path.</summary>
    public string Name { get; }

    /// <summary>Its place among the inputs of a scan, by which reports put rows in input order.</summary>
    public int Order { get; set; }

    /// <summary>How its records follow each other.</summary>
    public InputLayout Layout { get; }

    /// <summary>For <see cref="InputLayout.JsonSequence"/>: whether the first value has a line to itself.</summary>
    public bool SingleLine { get; }

    /// <summary>For <see cref="InputLayout.Csv"/>: the header, which is not part of the blocks.</summary>
    public CsvHeader? Header { get; }

    /// <summary>Whether its form leaves out parts of its records.</summary>
    public bool IsPartial { get; }

    /// <summary>Bytes of the file, or of the archive entry, as stored; 0 if that is not known.</summary>
    public long StoredLength => _source.StoredLength;

    /// <summary>Bytes of it taken so far.</summary>
    public long StoredPosition => _source.StoredPosition;

    private int CarryLength => _carryEnd - _carryStart;

    private bool HasEnded => _source.HasEnded && CarryLength == 0;

    /// <summary>
    /// Hands out the next whole records of a JSON sequence or of CSV, a block of them. What cannot be cut within the largest record's
    /// size is handed out as it is. If the input fails midway, the whole records before that are handed out and the problem is told once.
    /// </summary>
    /// <param name="block">Receives the text.</param>
    /// <param name="cancellationToken">Stops between reads.</param>
    /// <returns>False at the end.</returns>
    public bool NextBlock(TextBlock block, CancellationToken cancellationToken)
    {
        block.Reserve(_limits.BlockBytes);
        int filled = TakeCarry(block, used: 0);
        while (true)
        {
            filled += ReadInto(block, filled, cancellationToken);
            int cut = filled == 0 ? 0 : Cut(block.Buffer.AsSpan(0, filled), block.Capacity);
            if (cut > 0 || HasEnded)
            {
                return HandOut(block, cut, filled);
            }

            block.Grow((int)Math.Min(_limits.MaxRecordBytes, 2L * block.Capacity), filled);
            filled += TakeCarry(block, filled);
        }
    }

    /// <summary>
    /// Moves the text from an index on to the front of the block and reads more behind it, for a tree of which a part is still needed. The
    /// first call for an input finds a block of another one, which it empties.
    /// </summary>
    /// <param name="block">The block this input filled before, or any other at first.</param>
    /// <param name="keepFrom">The first byte still needed.</param>
    /// <param name="cancellationToken">Stops between reads.</param>
    /// <returns>
    /// False when nothing came: then <see cref="TextBlock.IsLast"/> is true, or the part to keep has reached the size of the largest record.
    /// </returns>
    public bool Fill(TextBlock block, int keepFrom, CancellationToken cancellationToken)
    {
        bool isFirst = !ReferenceEquals(block.Input, this);
        int kept = isFirst ? 0 : block.Length - keepFrom;
        long offset = isFirst ? _offset : block.Offset + keepFrom;
        if (isFirst)
        {
            block.Reserve(_limits.BlockBytes);
        }
        else if (keepFrom > 0)
        {
            block.Buffer.AsSpan(keepFrom, kept).CopyTo(block.Buffer);
        }

        if (kept > block.Capacity / 2 && block.Capacity < _limits.MaxRecordBytes)
        {
            block.Grow((int)Math.Min(_limits.MaxRecordBytes, 2L * block.Capacity), kept);
        }

        int filled = kept + TakeCarry(block, kept);
        filled += ReadInto(block, filled, cancellationToken);
        _offset = offset + filled;
        block.Set(this, offset, filled, HasEnded);
        if (HasEnded)
        {
            TellFailure(_source.Position);
        }

        return filled > kept;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _source.Dispose();
        byte[] carry = _carry;
        _carry = [];
        _carryStart = 0;
        _carryEnd = 0;
        ArrayPool<byte>.Shared.Return(carry);
    }

    /// <summary>Where to cut a text: 0 to ask for more of it.</summary>
    private int Cut(ReadOnlySpan<byte> text, int capacity)
    {
        if (HasEnded && _source.Failure is null)
        {
            return text.Length;
        }

        bool isCsv = Layout == InputLayout.Csv;
        int cut = isCsv ? CsvCut.Find(text, Header!.Delimiter, misquoted: false) : JsonCut.Find(text);
        if (cut == 0 && capacity >= 8L * _limits.BlockBytes)
        {
            // No record is that long: something in it is damaged, and a cut that damage can explain is better than none.
            cut = isCsv ? CsvCut.Find(text, Header!.Delimiter, misquoted: true) : SingleLine ? text.LastIndexOf((byte)'\n') + 1 : 0;
        }

        if (!isCsv && HasEnded)
        {
            // The input failed: a value that closes is whole although no other follows it.
            cut += JsonCut.BehindLastValue(text[cut..]);
        }

        if (cut == 0 && text.Length >= _limits.MaxRecordBytes)
        {
            int lineFeed = text.LastIndexOf((byte)'\n');
            cut = lineFeed >= 0 ? lineFeed + 1 : text.Length;
        }

        return cut;
    }

    private bool HandOut(TextBlock block, int cut, int filled)
    {
        long offset = _offset;
        if (HasEnded)
        {
            // Without a failure nothing is left; the record a failure cut in two is part of what the problem says is missing.
            TellFailure(offset + cut);
        }
        else
        {
            Keep(block.Buffer.AsSpan(cut, filled - cut));
        }

        _offset = offset + cut;
        block.Set(this, offset, cut, HasEnded);
        return cut > 0;
    }

    private int TakeCarry(TextBlock block, int used)
    {
        int count = Math.Min(CarryLength, block.Capacity - used);
        _carry.AsSpan(_carryStart, count).CopyTo(block.Buffer.AsSpan(used));
        _carryStart += count;
        return count;
    }

    private int ReadInto(TextBlock block, int used, CancellationToken cancellationToken) =>
        CarryLength > 0 ? 0 : _source.Fill(block.Buffer.AsSpan(used, block.Capacity - used), cancellationToken);

    /// <summary>Puts the beginning of the next record back before what is still to be handed out.</summary>
    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (_carryStart < rest.Length)
        {
            int left = CarryLength;
            byte[] larger = ArrayPool<byte>.Shared.Rent(rest.Length + left);
            _carry.AsSpan(_carryStart, left).CopyTo(larger.AsSpan(larger.Length - left));
            ArrayPool<byte>.Shared.Return(_carry);
            _carry = larger;
            _carryStart = larger.Length - left;
            _carryEnd = larger.Length;
        }

        _carryStart -= rest.Length;
        rest.CopyTo(_carry.AsSpan(_carryStart));
    }

    private void TellFailure(long from)
    {
        if (_source.Failure is null || _isTold)
        {
            return;
        }

        _isTold = true;
        _problem(new InputProblem(
            _source.Failure.Kind, Name, $"{_source.Failure.Message} Records are missing from byte {from:N0} of its text on."));
    }
}
