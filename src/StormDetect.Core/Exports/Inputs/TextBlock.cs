using System;

namespace StormDetect.Core.Exports;

/// <summary>A piece of an input's text. It belongs to one reading thread, which hands it in again to have it refilled.</summary>
internal sealed class TextBlock
{
    /// <summary>Zero bytes that always follow the text, so that wide loads may read past its end.</summary>
    public const int Slack = 64;

    /// <summary>Holds the text from index 0.</summary>
    public byte[] Buffer { get; private set; } = new byte[Slack];

    /// <summary>Bytes of text.</summary>
    public int Length { get; private set; }

    /// <summary>Where the text begins, in bytes of the input's uncompressed UTF-8 text.</summary>
    public long Offset { get; private set; }

    /// <summary>The input it came from last; null before the first.</summary>
    public LogInput? Input { get; private set; }

    /// <summary>Whether nothing follows. A block may be the last although this is false; then the next call finds the end.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Bytes of text there is room for.</summary>
    internal int Capacity => Buffer.Length - Slack;

    /// <summary>Makes room for text; content is lost.</summary>
    /// <param name="bytes">How much.</param>
    internal void Reserve(int bytes)
    {
        // A block that once held a huge record is given back, so that memory does not stay at the peak.
        if (Capacity < bytes || Capacity > 8L * bytes)
        {
            Buffer = GC.AllocateUninitializedArray<byte>(bytes + Slack);
        }
    }

    /// <summary>Makes room for more text; content stays.</summary>
    /// <param name="bytes">How much in all.</param>
    /// <param name="used">Bytes that must stay.</param>
    internal void Grow(int bytes, int used)
    {
        byte[] larger = GC.AllocateUninitializedArray<byte>(bytes + Slack);
        Buffer.AsSpan(0, used).CopyTo(larger);
        Buffer = larger;
    }

    /// <summary>Says what the buffer now holds.</summary>
    /// <param name="input">The input.</param>
    /// <param name="offset">Where the text begins.</param>
    /// <param name="length">Bytes of text.</param>
    /// <param name="isLast">Whether nothing follows.</param>
    internal void Set(LogInput input, long offset, int length, bool isLast)
    {
        Input = input;
        Offset = offset;
        Length = length;
        IsLast = isLast;
        Buffer.AsSpan(length, Slack).Clear();
    }
}
