using System;
using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace StormDetect.Core.Exports;

/// <summary>Decodes the text of values: JSON escapes, doubled quotes, both.</summary>
internal static class JsonText
{
    /// <summary>Decodes a value to a string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static string Decode(RawValue value)
    {
        ReadOnlySpan<byte> bytes = value.Bytes;
        if (IsPlain(value, bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(bytes.Length);
        try
        {
            int written = Decode(value, buffer);
            return Encoding.UTF8.GetString(buffer, 0, written);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Decodes a value into a buffer at least as long as its bytes: no escape decodes to more than it took.</summary>
    /// <returns>How many bytes were written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Decode(RawValue value, Span<byte> into)
    {
        bool pairs = value.Kind == RawKind.QuotedCell || value.Layer is { QuoteWidth: 2 };
        bool escapes = value.Kind == RawKind.String;
        ReadOnlySpan<byte> from = value.Bytes;
        int written = 0;
        while (!from.IsEmpty)
        {
            int plain = from.IndexOfAny((byte)'\\', (byte)'"');
            if (plain < 0)
            {
                plain = from.Length;
            }

            from[..plain].CopyTo(into[written..]);
            written += plain;
            from = from[plain..];
            if (from.IsEmpty)
            {
                break;
            }

            if (from[0] == (byte)'"')
            {
                into[written++] = (byte)'"';
                from = from[(pairs && from.Length > 1 && from[1] == (byte)'"' ? 2 : 1)..];
            }
            else if (!escapes || from.Length < 2)
            {
                into[written++] = from[0];
                from = from[1..];
            }
            else
            {
                from = from[Escape(from, pairs, into, ref written)..];
            }
        }

        return written;
    }

    private static bool IsPlain(RawValue value, ReadOnlySpan<byte> bytes) => value.Kind switch
    {
        RawKind.Cell or RawKind.Scalar => true,
        RawKind.QuotedCell => !bytes.Contains((byte)'"'),
        _ => bytes.IndexOfAny((byte)'\\', (byte)'"') < 0,
    };

    private static int Escape(ReadOnlySpan<byte> from, bool pairs, Span<byte> into, ref int written)
    {
        switch (from[1])
        {
            case (byte)'n':
                into[written++] = (byte)'\n';
                return 2;
            case (byte)'r':
                into[written++] = (byte)'\r';
                return 2;
            case (byte)'t':
                into[written++] = (byte)'\t';
                return 2;
            case (byte)'b':
                into[written++] = (byte)'\b';
                return 2;
            case (byte)'f':
                into[written++] = (byte)'\f';
                return 2;
            case (byte)'"':
                into[written++] = (byte)'"';
                return pairs && from.Length > 2 && from[2] == (byte)'"' ? 3 : 2;
            case (byte)'u' when TryHex(from, 2, out int unit):
                int used = 6;
                Rune rune = Rune.ReplacementChar;
                if (char.IsHighSurrogate((char)unit) && from.Length >= 12 && from[6] == (byte)'\\' && from[7] == (byte)'u'
                    && TryHex(from, 8, out int low) && char.IsLowSurrogate((char)low))
                {
                    rune = new Rune((char)unit, (char)low);
                    used = 12;
                }
                else if (Rune.IsValid(unit))
                {
                    rune = new Rune(unit);
                }

                written += rune.EncodeToUtf8(into[written..]);
                return used;
            default:
                // \\ and \/, and whatever no JSON writer makes: the character itself.
                into[written++] = from[1];
                return 2;
        }
    }

    private static bool TryHex(ReadOnlySpan<byte> from, int at, out int value)
    {
        value = 0;
        return from.Length >= at + 4 && int.TryParse(from.Slice(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
