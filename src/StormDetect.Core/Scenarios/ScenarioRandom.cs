using System;
using System.Numerics;

namespace StormDetect.Core.Scenarios;

/// <summary>
/// The generator's own random numbers: xoshiro256** seeded by SplitMix64 (Blackman and Vigna, prng.di.unimi.it). System.Random is not used because
/// its sequence is no contract, and no function of the C library is, because their last digit differs between machines: equal seeds give equal bytes everywhere.
/// </summary>
internal sealed class ScenarioRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public ScenarioRandom(ulong seed) => Reseed(seed);

    /// <summary>Begins another sequence; saves an object per record.</summary>
    public void Reseed(ulong seed)
    {
        ulong state = seed;
        _a = Split(ref state);
        _b = Split(ref state);
        _c = Split(ref state);
        _d = Split(ref state);
    }

    /// <summary>A stream of its own for one purpose, so that asking for one thing more never changes another thing.</summary>
    public static ScenarioRandom For(ulong seed, ulong purpose, ulong part = 0) => new(Mix(Mix(seed ^ (purpose * 0x9E3779B97F4A7C15)) + part));

    /// <summary>One SplitMix64 step as a hash.</summary>
    public static ulong Mix(ulong value)
    {
        ulong state = value;
        return Split(ref state);
    }

    public ulong Next()
    {
        ulong result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        ulong t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A number in [0, below).</summary>
    public int Below(int below) => below <= 1 ? 0 : (int)Math.BigMul(Next(), (ulong)below, out _);

    /// <summary>A number in [from, to], both included.</summary>
    public int Range(int from, int to) => to <= from ? from : from + Below(to - from + 1);

    /// <summary>A number in [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Between(double from, double to) => from + ((to - from) * Unit());

    public bool Chance(double probability) => Unit() < probability;

    public T Pick<T>(T[] from) => from[Below(from.Length)];

    /// <summary>Counts the failures before a success: 0, 1, 2 ... with mean (1 - success) / success.</summary>
    public int Geometric(double success, int most)
    {
        int count = 0;
        while (count < most && !Chance(success))
        {
            count++;
        }

        return count;
    }

    /// <summary>Roughly normal, mean 0 and deviation 1 (sum of twelve).</summary>
    public double Normal()
    {
        double sum = -6;
        for (int i = 0; i < 12; i++)
        {
            sum += Unit();
        }

        return sum;
    }

    /// <summary>Exponential waiting time of mean 1.</summary>
    public double Exponential() => -ScenarioMath.Log(1 - Unit());

    /// <summary>A count with the given mean: Poisson, and its normal shape for large means.</summary>
    public int Poisson(double mean)
    {
        if (mean <= 0)
        {
            return 0;
        }

        if (mean > 40)
        {
            return Math.Max(0, (int)(mean + (Math.Sqrt(mean) * Normal()) + 0.5));
        }

        int count = 0;
        for (double time = Exponential(); time < mean; time += Exponential())
        {
            count++;
        }

        return count;
    }

    /// <summary>A factor around 1 that is sometimes large: what users' volumes look like.</summary>
    public double Spread(double sigma) => ScenarioMath.Exp(sigma * Normal());

    public Guid Guid() => ScenarioIds.ToGuid(Next(), Next());

    public void Shuffle<T>(T[] items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Split(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
