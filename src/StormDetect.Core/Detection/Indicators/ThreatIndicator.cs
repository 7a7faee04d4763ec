using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StormDetect.Core.Detection.Indicators;

namespace StormDetect.Core;

/// <summary>Something published or shared as a sign of an intruder, with the time for which it is one.</summary>
public sealed class ThreatIndicator
{
    internal ThreatIndicator(IReadOnlyList<IndicatorRule> rules)
    {
        Rules = rules;
    }

    /// <summary>Its id in its source, such as <c>indicator--...</c> or the UUID of a MISP attribute; for a CSV file its line.</summary>
    public required string Id { get; init; }

    /// <summary>The report, event or campaign it belongs to: indicators of one source that meet are one story.</summary>
    public required string Source { get; init; }

    /// <summary>What it says, such as <c>192.0.2.1</c>, or the whole pattern where it has several parts.</summary>
    public required string Value { get; init; }

    /// <summary>What its source says about it; empty where it says nothing.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Since when it is a sign of the intruder (UTC), inclusive; null for always.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Until when (UTC), exclusive; null for no end. Addresses go to other people afterwards.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>How sure its source is, from 0 to 100; null where it does not say.</summary>
    public int? Confidence { get; init; }

    /// <summary>What it names.</summary>
    public IReadOnlyList<IndicatorType> Types => Rules.SelectMany(static rule => rule.Terms).Select(static term => term.Type).Distinct().Order().ToArray();

    internal IReadOnlyList<IndicatorRule> Rules { get; }

    /// <summary>Whether a time lies where the indicator holds.</summary>
    internal bool HoldsAt(long utcTicks) => !(utcTicks < ValidFrom?.UtcTicks) && !(utcTicks >= ValidUntil?.UtcTicks);

    /// <summary>The validity in words; empty where the indicator always holds.</summary>
    internal string ValidityText => (ValidFrom, ValidUntil) switch
    {
        (null, null) => string.Empty,
        (null, { } until) => $"until {Day(until)}",
        ({ } from, null) => $"from {Day(from)}",
        ({ } from, { } until) => $"from {Day(from)} until {Day(until)}",
    };

    /// <summary>The indicator in one line.</summary>
    /// <returns>Value, source and validity.</returns>
    public override string ToString() => PlainText.Safe(ValidityText.Length == 0 ? $"{Value} ({Source})" : $"{Value} ({Source}, {ValidityText})");

    private static string Day(DateTimeOffset time) =>
        time.UtcDateTime.ToString(time.UtcDateTime.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
