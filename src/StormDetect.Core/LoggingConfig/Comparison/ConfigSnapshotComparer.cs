using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core;

/// <summary>Compares two snapshots of one tenant by what the checks make of them.</summary>
public static class ConfigSnapshotComparer
{
    /// <summary>Compares.</summary>
    /// <param name="reference">The earlier snapshot.</param>
    /// <param name="difference">The later one.</param>
    /// <param name="options">Which checks, and by which rule of retention; both snapshots are judged by the same.</param>
    /// <returns>One object for each check.</returns>
    /// <exception cref="ArgumentException">The snapshots are of different tenants.</exception>
    public static IReadOnlyList<ConfigChange> Compare(ConfigSnapshot reference, ConfigSnapshot difference, LoggingCheckOptions options)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(difference);
        ArgumentNullException.ThrowIfNull(options);
        if (reference.TenantId.Length > 0 && difference.TenantId.Length > 0 && !reference.TenantId.Equals(difference.TenantId, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"The snapshots are of different tenants: {PlainText.Safe(reference.TenantId)} and {PlainText.Safe(difference.TenantId)}.");
        }

        LoggingCheckOptions whole = options with { MaximumEvidence = int.MaxValue };
        IReadOnlyList<LoggingCheckResult> before = LoggingConfigTest.Evaluate(reference, whole);
        IReadOnlyList<LoggingCheckResult> after = LoggingConfigTest.Evaluate(difference, whole);
        return before.Zip(after, (left, right) => Change(left, right, difference, options.MaximumEvidence)).ToArray();
    }

    private static ConfigChange Change(LoggingCheckResult before, LoggingCheckResult after, ConfigSnapshot difference, int most)
    {
        HashSet<string> old = before.Evidence.Select(static entry => entry.ToString()).ToHashSet(StringComparer.Ordinal);
        HashSet<string> now = after.Evidence.Select(static entry => entry.ToString()).ToHashSet(StringComparer.Ordinal);
        string[] appeared = now.Where(entry => !old.Contains(entry)).Order(StringComparer.Ordinal).ToArray();
        string[] disappeared = old.Where(entry => !now.Contains(entry)).Order(StringComparer.Ordinal).ToArray();
        LoggingCheck check = LoggingCheckCatalog.All.First(check => check.Id == after.CheckId);
        bool isWhole = check.Parts.All(part => difference.Of(part).IsComplete);
        return new ConfigChange
        {
            CheckId = after.CheckId,
            Title = after.Title,
            Change = Kind(before, after, appeared.Length, disappeared.Length, isWhole),
            Severity = after.Severity,
            Before = before.Status,
            After = after.Status,
            Summary = after.Summary,
            Appeared = appeared.Take(most).ToArray(),
            Disappeared = disappeared.Take(most).ToArray(),
            TenantId = after.TenantId.Length > 0 ? after.TenantId : before.TenantId,
            TenantName = after.TenantName.Length > 0 ? after.TenantName : before.TenantName,
            ReferenceTakenAt = before.TakenAt,
            DifferenceTakenAt = after.TakenAt,
        };
    }

    private static ConfigChangeKind Kind(LoggingCheckResult before, LoggingCheckResult after, int appeared, int disappeared, bool isWhole)
    {
        if (before.Status != after.Status)
        {
            return after.Status == CheckStatus.Unknown ? ConfigChangeKind.UnknownNow
                : before.Status == CheckStatus.Unknown ? ConfigChangeKind.KnownNow
                : after.Status == CheckStatus.Failed ? ConfigChangeKind.Worse
                : before.Status == CheckStatus.Failed ? ConfigChangeKind.Better
                : ConfigChangeKind.Changed;
        }

        if (appeared + disappeared == 0)
        {
            return ConfigChangeKind.Same;
        }

        if (after.Status != CheckStatus.Failed)
        {
            return ConfigChangeKind.Changed;
        }

        // What is gone from a part that was not read to its end may be there still.
        return disappeared == 0 ? ConfigChangeKind.Worse : appeared == 0 && isWhole ? ConfigChangeKind.Better : ConfigChangeKind.Changed;
    }
}
