using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core;

/// <summary>
/// How long a log must be kept: searchable (at hand) and retrievable (at hand or from an archive). A month is 30 days. OMB M-21-31 asked for 12 months active and 18 months cold; OMB M-26-14
/// replaced it on 22 May 2026 (its levels are quoted from secondary sources).
/// </summary>
/// <param name="Name">What the profile is called.</param>
/// <param name="SearchableMonths">Months for which the log must be searchable.</param>
/// <param name="RetrievableMonths">Months for which it must be retrievable, the searchable ones included.</param>
public sealed record RetentionProfile(string Name, int SearchableMonths, int RetrievableMonths)
{
    private const int DaysPerMonth = 30;

    /// <summary>The profiles there are by name.</summary>
    public static IReadOnlyList<RetentionProfile> All { get; } =
    [
        new("M-26-14-L1", 0, 6),
        new("M-26-14-L2", 0, 12),
        new("M-26-14-L3", 3, 12),
        new("M-26-14-L4", 6, 12),
        new("M-21-31", 12, 30),
    ];

    /// <summary>M-26-14, level 3: the same as SCuBA's MS.SECURITYSUITE.5.2v1.</summary>
    public static RetentionProfile Default => All[2];

    /// <summary>Names of the profiles.</summary>
    public static IReadOnlyList<string> Names { get; } = All.Select(static profile => profile.Name).ToArray();

    /// <summary>Days for which the log must be searchable.</summary>
    public int SearchableDays { get; init; } = SearchableMonths * DaysPerMonth;

    /// <summary>Days for which the log must be retrievable.</summary>
    public int RetrievableDays { get; init; } = RetrievableMonths * DaysPerMonth;

    /// <summary>A profile by its name; M-26-14 alone is its level 3.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The profile; null where there is none.</returns>
    public static RetentionProfile? Find(string name) =>
        All.FirstOrDefault(profile => profile.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? ("M-26-14".Equals(name, StringComparison.OrdinalIgnoreCase) ? Default : null);

    /// <summary>A profile of one's own, in days.</summary>
    /// <param name="searchable">Days for which the log must be searchable.</param>
    /// <param name="retrievable">Days for which it must be retrievable; at least as many.</param>
    /// <returns>The profile.</returns>
    public static RetentionProfile OfDays(int searchable, int retrievable)
    {
        int longer = Math.Max(searchable, retrievable);
        return new RetentionProfile("custom", searchable / DaysPerMonth, longer / DaysPerMonth) { SearchableDays = searchable, RetrievableDays = longer };
    }

    /// <summary>Days for which the service itself has to keep the log, given an archive.</summary>
    /// <param name="archiveMonths">Months an archive keeps.</param>
    /// <returns>The days.</returns>
    public int ServiceDays(int archiveMonths) => archiveMonths * DaysPerMonth >= RetrievableDays ? SearchableDays : RetrievableDays;

    /// <summary>The profile in one line.</summary>
    /// <returns>Name and months.</returns>
    public override string ToString() => FormattableString.Invariant($"{Name}: searchable {SearchableMonths} months, retrievable {RetrievableMonths} months");
}
