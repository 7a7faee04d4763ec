using System;
using System.IO;
using System.Threading;

namespace StormDetect.Core.Exports;

/// <summary>The UTF-8 text of an input. Failures end it like its end does, and are remembered.</summary>
internal sealed class TextSource : IDisposable
{
    private readonly Stream _stream;
    private readonly IStoredProgress _stored;
    private readonly InputLimits _limits;
    private readonly UnpackedBudget? _budget;

    /// <summary>Wraps a stream, which is disposed of with this.</summary>
    /// <param name="stream">The text.</param>
    /// <param name="stored">How much of the stored bytes that took.</param>
    /// <param name="budget">What may still be unpacked; null if nothing is packed.</param>
    /// <param name="limits">The sizes that are plausible.</param>
    public TextSource(Stream stream, IStoredProgress stored, UnpackedBudget? budget, InputLimits limits)
    {
        _stream = stream;
        _stored = stored;
        _budget = budget;
        _limits = limits;
    }

    /// <summary>What ended the text before its end; null if nothing did.</summary>
    public Refusal? Failure { get; private set; }

    /// <summary>Whether the end, or a failure, has been reached.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Bytes of text read.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes as stored.</summary>
    public long StoredLength => _stored.StoredLength;

    /// <summary>Bytes as stored that have been taken.</summary>
    public long StoredPosition => HasEnded && Failure is null ? _stored.StoredLength : _stored.StoredPosition;

    /// <summary>Reads until a buffer is full or the text ends.</summary>
    /// <param name="buffer">Receives the text.</param>
    /// <param name="cancellationToken">Stops between reads.</param>
    /// <returns>Bytes read.</returns>
    public int Fill(Span<byte> buffer, CancellationToken cancellationToken)
    {
        int filled = 0;
        while (filled < buffer.Length && !HasEnded)
        {
            cancellationToken.ThrowIfCancellationRequested();
            filled += Read(buffer[filled..]);
        }

        return filled;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private int Read(Span<byte> buffer)
    {
        try
        {
            int read = _stream.Read(buffer);
            HasEnded = read == 0;
            CheckPlausible(read);
            Position += read;
            return read;
        }
        catch (Exception failure) when (ReadFailure.IsExpected(failure))
        {
            HasEnded = true;
            Failure = ReadFailure.Describe(failure);
            return 0;
        }
    }

    private void CheckPlausible(int read)
    {
        if (_budget is null)
        {
            return;
        }

        if (!_budget.TryTake(read))
        {
            throw new ImplausibleArchiveException($"It unpacks to more than {_limits.MaxUnpackedBytes:N0} bytes.");
        }

        if (Position > _limits.RatioGraceBytes && Position / _limits.MaxRatio > Math.Max(1, _stored.StoredPosition))
        {
            throw new ImplausibleArchiveException($"It unpacks to more than {_limits.MaxRatio:N0} times its size.");
        }
    }
}
