using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Baselines;

/// <summary>
/// The bytes of a baseline, read or written: everything kept is described once, by passing it by reference, and the description goes both ways. Rows are kept by column, because
/// a column of small numbers compresses to next to nothing.
/// </summary>
internal abstract class BaselineStream
{
    /// <summary>A field of a row, by reference, so that one description of a row serves for reading and for writing it.</summary>
    /// <typeparam name="TRow">The row.</typeparam>
    /// <typeparam name="TValue">The field.</typeparam>
    public delegate ref TValue Field<TRow, TValue>(ref TRow row);

    public abstract bool IsReading { get; }

    /// <summary>The format: what is written always is of the newest.</summary>
    public int Version { get; init; } = BaselineEnvelope.Version;

    /// <summary>A whole number: small ones take a byte.</summary>
    public abstract void Long(ref long value);

    /// <summary>A number whose bits are as good as random: always eight bytes.</summary>
    public abstract void Bits(ref ulong value);

    public abstract void Id(ref Guid value);

    public abstract void Text(ref string value);

    public abstract void Bytes(ref byte[] value);

    /// <summary>How many entries follow. A reader refuses more than the rest of the bytes can hold.</summary>
    /// <param name="count">How many there are; ignored by a reader.</param>
    /// <param name="leastBytes">The least that an entry takes.</param>
    public abstract int Count(int count, int leastBytes);

    /// <summary>Ends with an error where a condition on what was read does not hold.</summary>
    public abstract void Require(bool condition);

    public void Int(ref int value, int least = int.MinValue, int most = int.MaxValue)
    {
        long wide = value;
        Long(ref wide);
        Require(wide >= least && wide <= most);
        value = (int)wide;
    }

    public void Flag(ref bool value)
    {
        long wide = value ? 1 : 0;
        Long(ref wide);
        Require(wide is 0 or 1);
        value = wide == 1;
    }

    public void Enum<T>(ref T value)
        where T : struct, Enum
    {
        int number = Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture);
        Int(ref number, 0, 255);
        value = (T)System.Enum.ToObject(typeof(T), number);
        Require(System.Enum.IsDefined(value));
    }

    /// <summary>A number that is mostly whole, or has two decimals.</summary>
    public void Real(ref double value)
    {
        (long kind, long whole) = IsReading ? (0, 0) : Shorten(value);
        Long(ref kind);
        if (kind == 2)
        {
            ulong bits = BitConverter.DoubleToUInt64Bits(value);
            Bits(ref bits);
            value = BitConverter.UInt64BitsToDouble(bits);
        }
        else
        {
            Require(kind is 0 or 1);
            Long(ref whole);
            value = kind == 0 ? whole : whole / 100.0;
        }

        Require(double.IsFinite(value));
    }

    public void MaybeReal(ref double? value)
    {
        bool there = value.HasValue;
        Flag(ref there);
        double number = value ?? 0;
        if (there)
        {
            Real(ref number);
        }

        value = there ? number : null;
    }

    /// <summary>A list of texts.</summary>
    public string[] Texts(IReadOnlyList<string> texts)
    {
        string[] all = Rows(texts.ToArray());
        for (int i = 0; i < all.Length; i++)
        {
            all[i] ??= string.Empty;
            Text(ref all[i]);
        }

        return all;
    }

    /// <summary>A time that exists.</summary>
    public DateTimeOffset Time(DateTimeOffset time)
    {
        long ticks = time.UtcTicks;
        Long(ref ticks);
        Require(ReportedStory.IsTime(ticks));
        return new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    /// <summary>The rows themselves for a writer, room for them for a reader.</summary>
    public T[] Rows<T>(T[] rows, int leastBytes = 1)
    {
        int count = Count(rows.Length, leastBytes);
        return IsReading ? new T[count] : rows;
    }

    public void Ints<T>(T[] rows, Field<T, int> field, int least = int.MinValue, int most = int.MaxValue)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            Int(ref field(ref rows[i]), least, most);
        }
    }

    /// <summary>A column in which neighbours are close: only the steps are kept.</summary>
    public void Steps<T>(T[] rows, Field<T, int> field, int least = int.MinValue, int most = int.MaxValue)
    {
        long last = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            ref int value = ref field(ref rows[i]);
            long step = value - last;
            Long(ref step);
            Require(step is >= -uint.MaxValue and <= uint.MaxValue);
            last += step;
            Require(last >= least && last <= most);
            value = (int)last;
        }
    }

    public void Longs<T>(T[] rows, Field<T, long> field)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            Long(ref field(ref rows[i]));
        }
    }

    public void Flags<T>(T[] rows, Field<T, bool> field)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            Flag(ref field(ref rows[i]));
        }
    }

    public void Reals(double[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Real(ref values[i]);
        }
    }

    private static (long Kind, long Whole) Shorten(double value)
    {
        const double Most = 1L << 50;
        if (Math.Abs(value) < Most && Math.Floor(value) == value)
        {
            return (0, (long)value);
        }

        double hundredths = Math.Round(value * 100);
        return Math.Abs(hundredths) < Most && hundredths / 100.0 == value ? (1, (long)hundredths) : (2, 0);
    }
}
