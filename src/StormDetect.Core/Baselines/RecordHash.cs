using System;
using System.Numerics;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Baselines;

/// <summary>
/// What a baseline remembers of a record, so that it is not learned twice: a hash of its id and time. Part of the file format: never change it without a new format version.
/// </summary>
internal static class RecordHash
{
    public static ulong Of(Guid id, int time)
    {
        ReadOnlySpan<ulong> halves = MemoryMarshal.Cast<byte, ulong>(MemoryMarshal.AsBytes(new ReadOnlySpan<Guid>(in id)));
        ulong hash = (halves[0] * 0x9E3779B97F4A7C15) ^ BitOperations.RotateLeft(halves[1] * 0xC2B2AE3D27D4EB4F, 29) ^ ((uint)time * 0x165667B19E3779F9UL);
        return Finish(hash);
    }

    /// <summary>What a story is remembered by: the same access gives the same number in every run.</summary>
    public static ulong Of(ReadOnlySpan<byte> text)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte b in text)
        {
            hash = (hash ^ b) * 0x100000001B3;
        }

        return Finish(hash);
    }

    private static ulong Finish(ulong hash)
    {
        hash ^= hash >> 32;
        hash *= 0x9E3779B97F4A7C15;
        hash ^= hash >> 29;
        hash *= 0xC2B2AE3D27D4EB4F;
        return hash ^ (hash >> 32);
    }
}
