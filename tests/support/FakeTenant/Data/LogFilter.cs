using System;
using System.Collections.Generic;
using System.Text;

namespace StormDetect.FakeTenant;

/// <summary>Which rows are asked for. Empty sets do not restrict.</summary>
internal sealed class LogFilter
{
    /// <summary>Seconds since 1970, inclusive.</summary>
    public long From { get; init; } = long.MinValue;

    /// <summary>Exclusive.</summary>
    public long To { get; init; } = long.MaxValue;

    /// <summary>Rows that had arrived by then, in seconds since 1970.</summary>
    public long ArrivedBy { get; init; } = long.MaxValue;

    public HashSet<string> Operations { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    public HashSet<int> RecordTypes { get; init; } = [];

    public HashSet<string> UserIds { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    public HashSet<string> Addresses { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    public HashSet<string> ObjectIds { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    public HashSet<string> Services { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    public string Keyword { get; init; } = string.Empty;

    /// <summary>Record types outside of what the caller may see; null for all.</summary>
    public Func<LogEntry, bool>? Allowed { get; init; }

    public bool Takes(TenantData data, int row, in LogEntry entry) =>
        (Operations.Count == 0 || Operations.Contains(entry.Operation))
        && (RecordTypes.Count == 0 || RecordTypes.Contains(entry.RecordType))
        && (UserIds.Count == 0 || UserIds.Contains(entry.UserId))
        && (Addresses.Count == 0 || Addresses.Contains(entry.ClientIp))
        && (ObjectIds.Count == 0 || ObjectIds.Contains(entry.ObjectId))
        && (Services.Count == 0 || Services.Contains(entry.Workload))
        && (Allowed is null || Allowed(entry))
        && (Keyword.Length == 0 || Encoding.UTF8.GetString(data.Read(row)).Contains(Keyword, StringComparison.OrdinalIgnoreCase));
}
