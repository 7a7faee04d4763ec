using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using StormDetect.Core.Scenarios;

namespace StormDetect.FakeTenant;

/// <summary>
/// What goes wrong, and how often. Whether a fault strikes follows from the seed, the request, and how often this request came: parallel requests change nothing, and equal runs fail alike.
/// </summary>
public sealed class FakeTenantFaults
{
    private readonly ConcurrentDictionary<FaultKind, FaultRule> _rules = new();
    private readonly ConcurrentDictionary<FaultKind, int> _counts = new();
    private readonly ConcurrentDictionary<(FaultKind Kind, string Key), int> _attempts = new();
    private readonly ConcurrentDictionary<FaultKind, long> _struck = new();

    /// <summary>The seed.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>What Retry-After says.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a slow body takes.</summary>
    public TimeSpan SlowBody { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How late late records arrive, beyond their ordinary time.</summary>
    public TimeSpan Lateness { get; set; } = TimeSpan.FromHours(26);

    /// <summary>How often in a row a list is empty that <see cref="FaultKind.EmptyAgain"/> strikes.</summary>
    public int EmptyInARow { get; set; } = 5;

    /// <summary>Which rules there are.</summary>
    public IReadOnlyDictionary<FaultKind, FaultRule> Rules => _rules;

    /// <summary>How often each has struck.</summary>
    public IReadOnlyDictionary<FaultKind, long> Struck => _struck;

    /// <summary>Counts changes of the rules.</summary>
    internal int Version { get; private set; }

    /// <summary>Lets a fault strike at a share of occasions.</summary>
    /// <param name="kind">The fault.</param>
    /// <param name="rate">0 to 1.</param>
    /// <param name="path">Only requests whose path contains this; empty for all.</param>
    /// <returns>This.</returns>
    public FakeTenantFaults Set(FaultKind kind, double rate, string path = "") => Set(kind, new FaultRule { Rate = rate, Path = path });

    /// <summary>Lets a fault strike the next so many times.</summary>
    /// <param name="kind">The fault.</param>
    /// <param name="count">How often.</param>
    /// <param name="path">Only requests whose path contains this; empty for all.</param>
    /// <returns>This.</returns>
    public FakeTenantFaults Next(FaultKind kind, int count = 1, string path = "") => Set(kind, new FaultRule { Count = count, Path = path });

    /// <summary>Sets a rule.</summary>
    /// <param name="kind">The fault.</param>
    /// <param name="rule">How often.</param>
    /// <returns>This.</returns>
    public FakeTenantFaults Set(FaultKind kind, FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        _counts[kind] = rule.Count;
        _rules[kind] = rule;
        Version++;
        return this;
    }

    /// <summary>Sets a rule from text: <c>NAME</c> (a tenth of occasions), <c>NAME=0.3</c> (a share) or <c>NAME=3x</c> (the next three), each with <c>@PATH</c> at the end if wanted.</summary>
    /// <param name="text">The text.</param>
    /// <returns>This.</returns>
    /// <exception cref="FormatException">It is none of these.</exception>
    public FakeTenantFaults Set(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('@', 2);
        string[] pair = parts[0].Split('=', 2);
        string value = pair.Length == 2 ? pair[1] : "0.1";
        FaultKind kind = KindOf(pair[0]);
        string path = parts.Length == 2 ? parts[1] : string.Empty;
        return value.EndsWith('x')
            ? Next(kind, int.Parse(value.AsSpan(0, value.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture), path)
            : Set(kind, double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture), path);
    }

    /// <summary>Ends all faults, and forgets how often they struck.</summary>
    public void Clear()
    {
        _rules.Clear();
        _counts.Clear();
        _attempts.Clear();
        _struck.Clear();
        Version++;
    }

    internal static FaultKind KindOf(string name) =>
        Enum.TryParse(name.Replace("-", string.Empty, StringComparison.Ordinal), ignoreCase: true, out FaultKind kind) && Enum.IsDefined(kind)
            ? kind
            : throw new FormatException($"There is no fault '{name}'. Known: {string.Join(", ", Enum.GetNames<FaultKind>())}.");

    /// <summary>Whether a fault strikes now.</summary>
    internal bool Strikes(FaultKind kind, string key, string path = "")
    {
        if (!_rules.TryGetValue(kind, out FaultRule? rule) || !path.Contains(rule.Path, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        bool strikes = TakeCount(kind);
        if (!strikes && rule.Rate > 0)
        {
            int attempt = rule.IsLasting ? 1 : _attempts.AddOrUpdate((kind, key), 1, static (_, count) => count + 1);
            strikes = Draw(kind, key, attempt) < rule.Rate;
        }

        if (strikes)
        {
            _ = _struck.AddOrUpdate(kind, 1, static (_, count) => count + 1);
        }

        return strikes;
    }

    /// <summary>Whether a thing is always among those that a fault strikes: for shares of records.</summary>
    internal bool Marks(FaultKind kind, Guid id) =>
        _rules.TryGetValue(kind, out FaultRule? rule) && rule.Rate > 0 && Unit(Hash(id) ^ ScenarioRandom.Mix((ulong)Seed + ((ulong)kind << 40))) < rule.Rate;

    /// <summary>A number in [0, 1) that follows from the seed.</summary>
    internal double Draw(FaultKind kind, string key, int attempt)
    {
        ulong hash = 14695981039346656037 ^ ScenarioRandom.Mix((ulong)Seed + ((ulong)kind << 40) + ((ulong)attempt << 20));
        foreach (byte part in Encoding.UTF8.GetBytes(key))
        {
            hash = (hash ^ part) * 1099511628211;
        }

        return Unit(ScenarioRandom.Mix(hash));
    }

    internal static ulong Hash(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = id.TryWriteBytes(bytes);
        return ScenarioRandom.Mix(BitConverter.ToUInt64(bytes) ^ BitConverter.ToUInt64(bytes[8..]));
    }

    private static double Unit(ulong hash) => (ScenarioRandom.Mix(hash) >> 11) * (1.0 / (1UL << 53));

    private bool TakeCount(FaultKind kind)
    {
        while (_counts.TryGetValue(kind, out int left) && left > 0)
        {
            if (_counts.TryUpdate(kind, left - 1, left))
            {
                return true;
            }
        }

        return false;
    }
}
