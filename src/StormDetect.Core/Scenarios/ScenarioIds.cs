using System;
using System.Buffers.Binary;

namespace StormDetect.Core.Scenarios;

/// <summary>Ids as pure functions of numbers, so that a record's id can be told before and after it was written.</summary>
internal static class ScenarioIds
{
    public static Guid ToGuid(ulong high, ulong low)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, high);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], low);

        // Version 4 and variant 1 of RFC 9562, as in the real ids.
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes);
    }

    /// <summary>Another id that goes with the same record: a request's, a correlation's.</summary>
    public static Guid Derived(ulong entropy, ulong purpose) => Record(ScenarioRandom.Mix(entropy + purpose));

    /// <summary>The id of the record written from this entropy.</summary>
    public static Guid Record(ulong entropy) => ToGuid(ScenarioRandom.Mix(entropy), ScenarioRandom.Mix(entropy ^ 0xA5A5A5A55A5A5A5A));
}
