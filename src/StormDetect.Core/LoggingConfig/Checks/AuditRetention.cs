using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.LoggingConfig;

/// <summary>
/// How long records are kept: the enabled retention policy with the lowest priority number that names record type, operation and actor; else the default of the actor's licence.
/// Sources: Get-UnifiedAuditLogRetentionPolicy; Purview documentation. That the licence of the one who acted decides is quoted from secondary sources.
/// </summary>
internal static class AuditRetention
{
    public const int StandardDays = 180;
    public const int PremiumDays = 365;

    /// <summary>Record types that mail hunts read.</summary>
    public static IReadOnlyList<string> RecordTypes { get; } =
        ["ExchangeAdmin", "ExchangeItem", "ExchangeItemGroup", "ExchangeItemAggregated", "ExchangeAggregatedOperation", "ExchangeSearch", "AzureActiveDirectory", "AzureActiveDirectoryStsLogon"];

    private static readonly Dictionary<string, int> s_durations = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SevenDays"] = 7, ["OneMonth"] = 30, ["ThreeMonths"] = 90, ["SixMonths"] = 180, ["NineMonths"] = 270, ["TwelveMonths"] = 365, ["OneYear"] = 365, ["ThreeYears"] = 3 * 365,
        ["FiveYears"] = 5 * 365, ["SevenYears"] = 7 * 365, ["TenYears"] = 10 * 365,
    };

    /// <summary>Days of a policy; null for a duration this version does not know.</summary>
    public static int? Days(ConfigRow policy) => policy.Text("RetentionDuration") is { } text && s_durations.TryGetValue(text, out int days) ? days : null;

    /// <summary>Whether a policy's list of record types holds one; an empty list holds all; null where the list is not known.</summary>
    public static bool? Covers(ConfigRow policy, string recordType) => Holds(policy, "RecordTypes", recordType);

    /// <summary>Whether it is for some users or operations only; null where that is not known.</summary>
    public static bool? IsPartial(ConfigRow policy) =>
        policy.List("UserIds") is { Count: > 0 } || policy.List("Operations") is { Count: > 0 } ? true
        : policy.List("UserIds") is null || policy.List("Operations") is null ? null
        : false;

    /// <summary>Whether the policy may be in force: true unless it says that it is not.</summary>
    public static bool? IsEnabled(ConfigRow policy) => policy.Bool("Enabled");

    /// <summary>
    /// The days for which records of a type are certainly kept, whoever acted, if the actor's licence gives <paramref name="licenceDays"/> by default; null where that is not known.
    /// </summary>
    public static int? CertainDays(PartContent policies, string recordType, int licenceDays)
    {
        if (!policies.IsComplete)
        {
            return null;
        }

        int least = int.MaxValue;
        foreach (ConfigRow policy in policies.Rows.OrderBy(static policy => policy.Number("Priority") ?? double.MinValue))
        {
            bool? covers = Covers(policy, recordType);
            bool? enabled = IsEnabled(policy);
            if (covers == false || enabled == false)
            {
                continue;
            }

            if (covers is null || enabled is null || Days(policy) is not { } days || IsPartial(policy) is not { } partial || policy.Number("Priority") is null)
            {
                return null;
            }

            least = Math.Min(least, Capped(days, licenceDays));
            if (!partial)
            {
                return least;
            }
        }

        return Math.Min(least, licenceDays);
    }

    // A policy keeps records for longer than 180 days only of users with Audit Premium.
    private static int Capped(int days, int licenceDays) => licenceDays >= PremiumDays ? days : Math.Min(days, StandardDays);

    private static bool? Holds(ConfigRow policy, string list, string value) =>
        policy.List(list) is { } values ? values.Count == 0 || values.Contains(value, StringComparer.OrdinalIgnoreCase) : null;
}
