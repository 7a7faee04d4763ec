using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Exports;

/// <summary>
/// Second stage of reading JSON: walks the tokens of one value, checks the whole grammar (nothing is skipped unseen), and notes where the members of
/// the outermost object stand that <see cref="AuditFieldMap"/> knows.
/// </summary>
internal static class JsonWalker
{
    /// <summary>Deeper than any audit record (the deepest seen has 6 levels), shallow enough for one bit a level.</summary>
    private const int MaxDepth = 63;

    /// <summary>Walks one value.</summary>
    /// <param name="data">The text.</param>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="token">The token the value begins with; the one behind it on return.</param>
    /// <param name="quoteWidth">2 where every quote stands twice, else 1.</param>
    /// <param name="slots">Per known member the token of its value plus one; untouched members stay 0.</param>
    /// <param name="fields">Receives which members there are.</param>
    /// <returns>What is wrong, or <see cref="JsonFault.None"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static JsonFault Walk(byte[] data, JsonTokens tokens, ref int token, int quoteWidth, int[] slots, ref FieldSet fields)
    {
        int count = tokens.Count;
        ref int positions = ref MemoryMarshal.GetArrayDataReference(tokens.Positions);
        ref byte text = ref MemoryMarshal.GetArrayDataReference(data);
        ref int matches = ref MemoryMarshal.GetArrayDataReference(tokens.Matches);
        Span<int> opened = stackalloc int[MaxDepth + 1]; // the token of the opening bracket per depth
        ulong objects = 0; // bit d: the container at depth d is an object
        int depth = 0;
        int i = token;

    Value:
        if (i >= count)
        {
            return JsonFault.NotClosed;
        }

        // Tested in order of frequency: a jump table mispredicts on nearly every token.
        byte c = Unsafe.Add(ref text, Unsafe.Add(ref positions, i));
        if (c == (byte)'"')
        {
            i += 2;
            goto AfterValue;
        }

        if (c is (byte)'{' or (byte)'[')
        {
            if (++depth > MaxDepth)
            {
                return JsonFault.TooDeep;
            }

            // The closing bracket of either kind stands two characters on in ASCII.
            bool isObject = c == (byte)'{';
            objects = isObject ? objects | (1UL << depth) : objects & ~(1UL << depth);
            opened[depth] = i;
            if (++i < count && Unsafe.Add(ref text, Unsafe.Add(ref positions, i)) == c + 2)
            {
                goto Close;
            }

            if (isObject)
            {
                goto Key;
            }

            goto Value;
        }

        if (c is (byte)',' or (byte)':' or (byte)'}' or (byte)']')
        {
            return JsonFault.Syntax;
        }

        int from = Unsafe.Add(ref positions, i);
        int to = i + 1 < count ? Unsafe.Add(ref positions, i + 1) : tokens.End;
        if (!IsScalar(ref Unsafe.Add(ref text, from), to - from))
        {
            return JsonFault.Syntax;
        }

        i++;
        goto AfterValue;

    Key:
        if (i + 3 >= count)
        {
            return JsonFault.NotClosed;
        }

        int open = Unsafe.Add(ref positions, i);
        if (Unsafe.Add(ref text, open) != (byte)'"' || Unsafe.Add(ref text, Unsafe.Add(ref positions, i + 2)) != (byte)':')
        {
            return JsonFault.Syntax;
        }

        if (depth == 1)
        {
            int begin = open + quoteWidth;
            int field = AuditFieldMap.Find(ref Unsafe.Add(ref text, begin), Unsafe.Add(ref positions, i + 1) - begin);
            if (field != 0 && slots[field] == 0)
            {
                slots[field] = i + 4;
                fields.Add(field);
            }
        }

        i += 3;
        goto Value;

    AfterValue:
        if (depth == 0)
        {
            token = i;
            return JsonFault.None;
        }

        if (i >= count)
        {
            return JsonFault.NotClosed;
        }

        bool inObject = ((objects >> depth) & 1) != 0;
        c = Unsafe.Add(ref text, Unsafe.Add(ref positions, i));
        if (c == (byte)',')
        {
            i++;
            if (inObject)
            {
                goto Key;
            }

            goto Value;
        }

        if (c != (inObject ? (byte)'}' : (byte)']'))
        {
            return JsonFault.Syntax;
        }

    Close:
        Unsafe.Add(ref matches, opened[depth]) = i;
        i++;
        depth--;
        goto AfterValue;
    }

    /// <summary>Whether a number or literal is one; the room up to the next token may end in blanks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsScalar(ref byte at, int room)
    {
        // One digit is what most numbers of a record are.
        if (room == 1 && char.IsAsciiDigit((char)at))
        {
            return true;
        }

        ReadOnlySpan<byte> text = MemoryMarshal.CreateReadOnlySpan(ref at, room);
        int end = 0;
        while (end < text.Length && text[end] > (byte)' ' && text[end] is not ((byte)',' or (byte)'}' or (byte)']'))
        {
            end++;
        }

        text = text[..end];
        if (text.IsEmpty)
        {
            return false;
        }

        return text[0] switch
        {
            (byte)'t' => text.SequenceEqual("true"u8),
            (byte)'f' => text.SequenceEqual("false"u8),
            (byte)'n' => text.SequenceEqual("null"u8),
            _ => IsNumber(text),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        int i = text[0] == (byte)'-' ? 1 : 0;
        int digits = 0;
        if (text.Length > i + 1 && text[i] == (byte)'0' && char.IsAsciiDigit((char)text[i + 1]))
        {
            return false;
        }

        bool fraction = false;
        for (; i < text.Length; i++)
        {
            byte c = text[i];
            if (char.IsAsciiDigit((char)c))
            {
                digits++;
            }
            else if (c == (byte)'.' && digits > 0 && !fraction)
            {
                fraction = true;
            }
            else if (c is (byte)'e' or (byte)'E' && digits > 0 && text[i - 1] != (byte)'.')
            {
                return IsExponent(text[(i + 1)..]);
            }
            else
            {
                return false;
            }
        }

        return digits > 0 && text[^1] != (byte)'.';
    }

    private static bool IsExponent(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && text[0] is (byte)'+' or (byte)'-')
        {
            text = text[1..];
        }

        return !text.IsEmpty && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }
}
