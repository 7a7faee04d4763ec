using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StormDetect.Core.LoggingConfig;

namespace StormDetect.Core;

/// <summary>Judges a configuration: pure, without a clock, the same answer for the same snapshot and options.</summary>
public static class LoggingConfigTest
{
    /// <summary>Judges a snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="options">Which checks, and by which rule of retention.</param>
    /// <returns>One result for each check asked for.</returns>
    public static IReadOnlyList<LoggingCheckResult> Evaluate(ConfigSnapshot snapshot, LoggingCheckOptions options)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(options);
        CheckFacts facts = new(snapshot, options);
        return LoggingCheckCatalog.Select(options).Select(check => Evaluate(check, facts)).ToArray();
    }

    /// <summary>Whether nothing is wrong and nothing is unknown.</summary>
    /// <param name="results">Results of checks.</param>
    /// <returns>True if all passed or do not apply, and there is at least one.</returns>
    public static bool IsGood(IEnumerable<LoggingCheckResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        CheckStatus[] all = results.Select(static result => result.Status).ToArray();
        return all.Length > 0 && Array.TrueForAll(all, static status => status is CheckStatus.Passed or CheckStatus.NotApplicable);
    }

    private static LoggingCheckResult Evaluate(LoggingCheck check, CheckFacts facts)
    {
        CheckJudgement judgement = check.Judge(facts);
        ConfigSnapshot snapshot = facts.Snapshot;
        PartContent[] parts = check.Parts.Select(facts.Of).ToArray();
        return new LoggingCheckResult
        {
            CheckId = check.Id,
            Title = check.Title,
            Status = judgement.Status,
            Severity = judgement.Severity ?? check.Severity,
            Summary = judgement.Summary + ".",
            Expectation = check.Expectation,
            TenantId = snapshot.TenantId,
            TenantName = snapshot.TenantName,
            Evidence = judgement.Evidence,
            EvidenceCount = judgement.EvidenceCount,
            Sources = parts.Where(static part => part.Source.Length > 0).Select(Source).ToArray(),
            Needs = judgement.Status == CheckStatus.Unknown ? [.. parts.Where(static part => !part.IsComplete).Select(Need), .. judgement.Needs is { } more ? new[] { more } : []] : [],
            Remediation = judgement.Remediation,
            Why = check.Why,
            Proves = check.Proves,
            ScubaIds = check.ScubaIds,
            FormerScubaIds = check.FormerScubaIds,
            CisIds = check.CisIds,
            Techniques = check.Techniques,
            References = check.References,
            ScubaGear = string.Join("; ", check.ScubaIds.Concat(check.FormerScubaIds).Where(snapshot.ScubaResults.ContainsKey).Select(id => $"{id}: {snapshot.ScubaResults[id]}")),
            TakenAt = snapshot.TakenAt,
            Path = snapshot.Path,
        };
    }

    private static string Source(PartContent part) => string.Create(
        CultureInfo.InvariantCulture, $"{part.Definition.Part}: {part.Source}, {part.ReadAt:yyyy-MM-dd HH:mm} UTC, {part.Rows.Count:#,0} {(part.Rows.Count == 1 ? "object" : "objects")}{(part.IsComplete ? string.Empty : ", not all")}");

    private static string Need(PartContent part)
    {
        string why = part.State switch
        {
            ConfigPartState.NotRead => "not read",
            ConfigPartState.Unreadable => $"could not be read: {part.Reason}",
            _ => $"read in part: {part.Reason}",
        };
        return $"{part.Definition.Part} {why}. It takes {part.Definition.ReadBy}, and {part.Definition.Permission}.";
    }
}
