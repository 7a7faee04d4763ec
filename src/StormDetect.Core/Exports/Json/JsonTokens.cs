using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StormDetect.Core.Exports;

/// <summary>
/// First stage of reading JSON: finds the tokens of a record, 64 bytes a step, without looking at single characters. Tokens are the brackets, colons
/// and commas outside strings, both quotes of every string, and the first character of every number and literal. The idea (classify by compare,
/// strings by a prefix-xor of the quote bits) is Langdale and Lemire's, "Parsing gigabytes of JSON per second" (2019).
/// </summary>
/// <remarks>
/// Reads up to 63 bytes behind the end, which must exist (buffers carry slack); they never become tokens.
/// In a quoted CSV cell every quote stands twice. Such text is scanned in place: the first quote of each pair is the token, the second is nothing.
/// </remarks>
internal sealed class JsonTokens
{
    private int[] _positions = new int[8192];
    private int[] _matches = new int[8192];

    /// <summary>How many tokens the last scan found.</summary>
    public int Count { get; private set; }

    /// <summary>Where the scanned text ends.</summary>
    public int End { get; private set; }

    /// <summary>The positions of the tokens in the scanned text.</summary>
    public int[] Positions => _positions;

    /// <summary>
    /// For each opening bracket the token of its closing one, written by <see cref="JsonWalker"/>: going over a nested value costs one look.
    /// </summary>
    public int[] Matches
    {
        get
        {
            if (_matches.Length < _positions.Length)
            {
                _matches = new int[_positions.Length];
            }

            return _matches;
        }
    }

    /// <summary>Finds the tokens between start and end.</summary>
    /// <param name="data">The text.</param>
    /// <param name="start">Where the value begins.</param>
    /// <param name="end">Where the text ends.</param>
    /// <param name="doubledQuotes">Whether every quote stands twice.</param>
    /// <returns>A fault of the strings, behind the tokens found before it; brackets are judged by <see cref="JsonWalker"/>.</returns>
    public JsonFault Scan(byte[] data, int start, int end, bool doubledQuotes)
    {
        End = end;
        return doubledQuotes ? Scan<Doubled, ToLimit>(data, start, end, out _) : Scan<Single, ToLimit>(data, start, end, out _);
    }

    /// <summary>Finds the tokens of one object or array whose end is not known.</summary>
    /// <param name="data">The text.</param>
    /// <param name="start">Where the opening bracket stands.</param>
    /// <param name="limit">Where the text ends.</param>
    /// <param name="end">Where the value ends; the limit when it does not close.</param>
    /// <returns>A fault of the strings, or <see cref="JsonFault.NotClosed"/> when the closing bracket does not come.</returns>
    public JsonFault ScanValue(byte[] data, int start, int limit, out int end)
    {
        JsonFault fault = Scan<Single, ToClose>(data, start, limit, out end);
        End = end;
        return fault;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private JsonFault Scan<TQuotes, TEnd>(byte[] data, int start, int end, out int closedAt)
        where TQuotes : struct, IMode
        where TEnd : struct, IMode
    {
        ref byte origin = ref MemoryMarshal.GetArrayDataReference(data);
        int[] positions = _positions;
        int count = 0;
        ulong escapeCarry = 0;
        ulong stringCarry = 0;
        ulong pairCarry = 0;
        ulong scalarCarry = 0;
        int depth = 0;
        for (int at = start; at < end; at += 64)
        {
            if (count + 64 > positions.Length)
            {
                Array.Resize(ref _positions, positions.Length * 2);
                positions = _positions;
            }

            Block block = Classify(ref Unsafe.Add(ref origin, at));
            int left = end - at;
            ulong valid = left >= 64 ? ulong.MaxValue : (1UL << left) - 1;

            ulong escaped = 0;
            if ((block.Backslash | escapeCarry) != 0)
            {
                escaped = Escaped(block.Backslash & valid, ref escapeCarry);
            }

            ulong quotes = block.Quote & valid;
            ulong second = 0;
            if (TQuotes.On)
            {
                ulong inside = CsvStep.RunningParity(quotes) ^ pairCarry;
                pairCarry = (ulong)((long)inside >> 63);
                second = quotes & ~inside;
                quotes &= inside;
            }

            quotes &= ~escaped;
            // Set from an opening quote up to before its closing one.
            ulong inString = CsvStep.RunningParity(quotes) ^ stringCarry;
            stringCarry = (ulong)((long)inString >> 63);
            ulong stray = block.Control & inString & valid;
            if (stray != 0)
            {
                // What stands before it still counts: a value may have closed there.
                valid = (stray & (~stray + 1)) - 1;
                quotes &= valid;
            }

            ulong operators = block.Operator & ~inString & valid;
            ulong scalar = ~(block.Operator | block.Control | block.Blank | quotes | second | inString) & valid;
            ulong scalarStart = scalar & ~((scalar << 1) | scalarCarry);
            scalarCarry = scalar >> 63;
            ulong tokens = operators | quotes | scalarStart;

            if (TEnd.On)
            {
                ulong open = block.Open & operators;
                ulong close = operators & ~open & block.Bracket;
                int closes = BitOperations.PopCount(close);
                if (closes >= depth)
                {
                    int bit = FindClose(open, close, ref depth);
                    if (bit >= 0)
                    {
                        tokens &= bit == 63 ? ulong.MaxValue : (1UL << (bit + 1)) - 1;
                        count = Emit(positions, count, at, tokens);
                        Count = count;
                        closedAt = at + bit + 1;
                        return JsonFault.None;
                    }
                }
                else
                {
                    depth += BitOperations.PopCount(open) - closes;
                }
            }

            count = Emit(positions, count, at, tokens);
            if (stray != 0)
            {
                Count = count;
                closedAt = at + BitOperations.TrailingZeroCount(stray);
                return JsonFault.ControlCharacter;
            }
        }

        Count = count;
        closedAt = end;
        return TEnd.On || stringCarry != 0 ? JsonFault.NotClosed : JsonFault.None;
    }

    /// <summary>
    /// Writes the positions of the set bits. Always eight at a time, whatever is there: how many tokens 64 bytes hold is what a branch predictor
    /// guesses worst, and positions written too many are overwritten by the next ones.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Emit(int[] positions, int count, int at, ulong tokens)
    {
        ref int next = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(positions), count);
        int found = BitOperations.PopCount(tokens);
        Emit8(ref next, at, ref tokens);
        if (found > 8)
        {
            Emit8(ref Unsafe.Add(ref next, 8), at, ref tokens);
            for (int i = 16; i < found; i++)
            {
                Unsafe.Add(ref next, i) = at + BitOperations.TrailingZeroCount(tokens);
                tokens &= tokens - 1;
            }
        }

        return count + found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Emit8(ref int next, int at, ref ulong tokens)
    {
        Unsafe.Add(ref next, 0) = at + BitOperations.TrailingZeroCount(tokens);
        tokens &= tokens - 1;
        Unsafe.Add(ref next, 1) = at + BitOperations.TrailingZeroCount(tokens);
        tokens &= tokens - 1;
        Unsafe.Add(ref next, 2) = at + BitOperations.TrailingZeroCount(tokens);
        tokens &= tokens - 1;
        Unsafe.Add(ref next, 3) = at + BitOperations.TrailingZeroCount(tokens);
        tokens &= tokens - 1;
        Unsafe.Add(ref next, 4) = at + BitOperations.TrailingZeroCount(tokens);
        tokens &= tokens - 1;
        Unsafe.Add(ref next, 5) = at + BitOperations.TrailingZeroCount(tokens);
        tokens &= tokens - 1;
        Unsafe.Add(ref next, 6) = at + BitOperations.TrailingZeroCount(tokens);
        tokens &= tokens - 1;
        Unsafe.Add(ref next, 7) = at + BitOperations.TrailingZeroCount(tokens);
        tokens &= tokens - 1;
    }

    /// <summary>Walks the brackets of 64 bytes one by one; only where the value may close in them.</summary>
    private static int FindClose(ulong open, ulong close, ref int depth)
    {
        ulong brackets = open | close;
        while (brackets != 0)
        {
            ulong lowest = brackets & (~brackets + 1);
            depth += (open & lowest) != 0 ? 1 : -1;
            if (depth == 0)
            {
                return BitOperations.TrailingZeroCount(lowest);
            }

            brackets &= brackets - 1;
        }

        return -1;
    }

    /// <summary>The characters behind an odd run of backslashes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Escaped(ulong backslash, ref ulong carry)
    {
        const ulong OddBits = 0xAAAAAAAAAAAAAAAA;
        ulong potential = backslash & ~carry;
        ulong maybeEscaped = potential << 1;
        ulong maybeEscapedAndOdd = maybeEscaped | OddBits;
        ulong evenSeries = maybeEscapedAndOdd - potential;
        ulong escapeAndTerminal = evenSeries ^ OddBits;
        ulong escaped = escapeAndTerminal ^ (backslash | carry);
        ulong escape = escapeAndTerminal & backslash;
        carry = escape >> 63;
        return escaped;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Block Classify(ref byte at)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<byte> v = Vector512.LoadUnsafe(ref at);
            Vector512<byte> folded = v | Vector512.Create((byte)0x20); // '[' becomes '{', ']' becomes '}'
            Vector512<byte> open = Vector512.Equals(folded, Vector512.Create((byte)'{'));
            Vector512<byte> bracket = open | Vector512.Equals(folded, Vector512.Create((byte)'}'));
            Vector512<byte> other = Vector512.Equals(v, Vector512.Create((byte)':')) | Vector512.Equals(v, Vector512.Create((byte)','));
            return new Block(
                Vector512.Equals(v, Vector512.Create((byte)'"')).ExtractMostSignificantBits(),
                Vector512.Equals(v, Vector512.Create((byte)'\\')).ExtractMostSignificantBits(),
                open.ExtractMostSignificantBits(),
                bracket.ExtractMostSignificantBits(),
                (bracket | other).ExtractMostSignificantBits(),
                Vector512.LessThan(v, Vector512.Create((byte)0x20)).ExtractMostSignificantBits(),
                Vector512.Equals(v, Vector512.Create((byte)0x20)).ExtractMostSignificantBits());
        }

        return Classify256(Vector256.LoadUnsafe(ref at), Vector256.LoadUnsafe(ref at, 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Block Classify256(Vector256<byte> low, Vector256<byte> high)
    {
        Vector256<byte> fold = Vector256.Create((byte)0x20);
        Vector256<byte> openLow = Vector256.Equals(low | fold, Vector256.Create((byte)'{'));
        Vector256<byte> openHigh = Vector256.Equals(high | fold, Vector256.Create((byte)'{'));
        Vector256<byte> bracketLow = openLow | Vector256.Equals(low | fold, Vector256.Create((byte)'}'));
        Vector256<byte> bracketHigh = openHigh | Vector256.Equals(high | fold, Vector256.Create((byte)'}'));
        Vector256<byte> colon = Vector256.Create((byte)':');
        Vector256<byte> comma = Vector256.Create((byte)',');
        return new Block(
            Bits(Vector256.Equals(low, Vector256.Create((byte)'"')), Vector256.Equals(high, Vector256.Create((byte)'"'))),
            Bits(Vector256.Equals(low, Vector256.Create((byte)'\\')), Vector256.Equals(high, Vector256.Create((byte)'\\'))),
            Bits(openLow, openHigh),
            Bits(bracketLow, bracketHigh),
            Bits(
                bracketLow | Vector256.Equals(low, colon) | Vector256.Equals(low, comma),
                bracketHigh | Vector256.Equals(high, colon) | Vector256.Equals(high, comma)),
            Bits(Vector256.LessThan(low, fold), Vector256.LessThan(high, fold)),
            Bits(Vector256.Equals(low, fold), Vector256.Equals(high, fold)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<byte> low, Vector256<byte> high) =>
        low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);

    private interface IMode
    {
        static abstract bool On { get; }
    }

    private readonly struct Single : IMode
    {
        public static bool On => false;
    }

    private readonly struct Doubled : IMode
    {
        public static bool On => true;
    }

    private readonly struct ToLimit : IMode
    {
        public static bool On => false;
    }

    private readonly struct ToClose : IMode
    {
        public static bool On => true;
    }

    /// <summary>Where the classes of characters stand in 64 bytes.</summary>
    private readonly record struct Block(ulong Quote, ulong Backslash, ulong Open, ulong Bracket, ulong Operator, ulong Control, ulong Blank);
}
