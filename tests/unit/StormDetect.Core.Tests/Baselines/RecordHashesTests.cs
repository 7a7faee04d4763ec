using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using StormDetect.Core.Baselines;
using Xunit;

namespace StormDetect.Core.Tests.Baselines;

public sealed class RecordHashesTests
{
    [Fact]
    public void What_was_put_in_is_found_after_reading_back()
    {
        Prop.ForAll(Gen.Choose(0, 400).SelectMany(count => Gen.Choose(0, 100_000).Select(seed => (count, seed))).ToArbitrary(), static given =>
        {
            ulong[] hashes = Hashes(given.count, given.seed);
            RecordHashes open = Back(RecordHashes.None.With(hashes));
            Assert.Equal(hashes.Length, open.Count);
            Assert.All(hashes, hash => Assert.True(open.Contains(hash)));
            Assert.DoesNotContain(Hashes(100, given.seed + 1_000_000), open.Contains);
            RecordHashes closed = Back(open.Closed());
            Assert.All(hashes, hash => Assert.True(closed.Contains(hash)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithQuietOnSuccess(true));
    }

    [Fact]
    public void Closed_days_tell_nearly_all_late_records_in_fourteen_bits_a_record()
    {
        RecordHashes closed = RecordHashes.None.With(Hashes(20_000, 1)).Closed();
        int taken = Hashes(100_000, 2).Count(closed.Contains);
        Assert.InRange(taken, 0, 100_000 / 2_000);
        Assert.InRange(Bytes(closed).Length * 8.0 / 20_000, 12, 14.5);
    }

    [Fact]
    public void Open_days_take_less_than_six_bytes_a_record()
    {
        Assert.InRange(Bytes(RecordHashes.None.With(Hashes(100_000, 1))).Length / 100_000.0, 4, 6);
    }

    [Fact]
    public void Every_damage_is_refused_or_harmless()
    {
        byte[] bytes = Bytes(RecordHashes.None.With(Hashes(50, 3)));
        for (int at = 0; at < bytes.Length; at++)
        {
            byte[] damaged = (byte[])bytes.Clone();
            damaged[at] ^= 0x5A;
            try
            {
                Assert.InRange(RecordHashes.Transfer(new BaselineReader(damaged), RecordHashes.None).Count, 0, bytes.Length * 8);
            }
            catch (BaselineException refused)
            {
                Assert.Equal(BaselineProblem.Corrupt, refused.Problem);
            }
        }
    }

    private static RecordHashes Back(RecordHashes hashes) => RecordHashes.Transfer(new BaselineReader(Bytes(hashes)), RecordHashes.None);

    private static byte[] Bytes(RecordHashes hashes)
    {
        BaselineWriter writer = new();
        RecordHashes.Transfer(writer, hashes);
        return writer.ToArray();
    }

    private static ulong[] Hashes(int count, int seed)
    {
        Random random = new(seed);
        HashSet<ulong> hashes = [];
        byte[] id = new byte[16];
        while (hashes.Count < count)
        {
            random.NextBytes(id);
            hashes.Add(RecordHash.Of(new Guid(id), random.Next()));
        }

        return hashes.ToArray();
    }
}
