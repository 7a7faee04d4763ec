using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core;

/// <summary>Tenants by checks, one row a tenant. It keeps a line a check and no snapshot, so hundreds of tenants cost a few megabytes.</summary>
public sealed class LoggingConfigRollUp
{
    private const int MostEvidence = 3;
    private const int LongestText = 200;

    private readonly Dictionary<string, TenantLoggingSummary> _tenants = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The tenants: those that could not be read first, then those that failed, then the rest, each by name.</summary>
    public IReadOnlyList<TenantLoggingSummary> Tenants => _tenants.Values
        .OrderBy(static tenant => tenant.Error.Length > 0 ? 0 : 1).ThenByDescending(static tenant => tenant.Failed)
        .ThenBy(static tenant => tenant.TenantName, StringComparer.OrdinalIgnoreCase).ThenBy(static tenant => tenant.TenantId, StringComparer.Ordinal).ToArray();

    /// <summary>Adds a tenant's results. Of several snapshots of one tenant the newest counts.</summary>
    /// <param name="results">All results of one snapshot.</param>
    public void Add(IReadOnlyList<LoggingCheckResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        if (results.Count == 0)
        {
            return;
        }

        LoggingCheckResult first = results[0];
        string key = first.TenantId.Length > 0 ? first.TenantId : first.Path.Length > 0 ? first.Path : "(tenant not known)";
        TenantLoggingSummary tenant = new()
        {
            TenantId = key,
            TenantName = first.TenantName,
            TakenAt = first.TakenAt,
            Path = first.Path,
            Checks = results.Select(Short).ToArray(),
        };
        bool isKnown = _tenants.TryGetValue(key, out TenantLoggingSummary? other);
        int count = isKnown ? other!.SnapshotCount + 1 : 1;
        _tenants[key] = (isKnown && other!.TakenAt > tenant.TakenAt ? other : tenant) with { SnapshotCount = count };
    }

    /// <summary>Adds a snapshot that could not be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="error">Why.</param>
    public void AddFailure(string path, string error)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(error);
        _tenants[path] = new TenantLoggingSummary { TenantId = path, TenantName = string.Empty, TakenAt = null, Path = path, Checks = [], Error = error };
    }

    private static TenantCheck Short(LoggingCheckResult result)
    {
        IEnumerable<string> lines = result.Status == CheckStatus.Unknown ? result.Needs : result.Status == CheckStatus.Failed ? result.Evidence.Take(MostEvidence).Select(static entry => entry.ToString()) : [];
        return new TenantCheck(result.CheckId, result.Title, result.Status, result.Severity, result.Summary, string.Join('\n', lines.Select(static line => line.Length > LongestText ? line[..LongestText] + "..." : line)));
    }
}
