using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.LoggingConfig;

/// <summary>Counts rows of one kind of event and actor.</summary>
internal sealed class CoverageCount
{
    private readonly Dictionary<string, int> _reasons = new(StringComparer.Ordinal);
    private int _yes;
    private int _no;
    private int _unknown;
    private int? _leastKept;
    private string _tenantName = string.Empty;

    public void Add(AuditCoverage row)
    {
        _tenantName = row.TenantName;
        _yes += row.Answer == CoverageAnswer.Yes ? 1 : 0;
        _no += row.Answer == CoverageAnswer.No ? 1 : 0;
        _unknown += row.Answer == CoverageAnswer.Unknown ? 1 : 0;
        if (row.KeptDays is { } days)
        {
            _leastKept = Math.Min(_leastKept ?? int.MaxValue, days);
        }

        if (row.Answer != CoverageAnswer.Yes)
        {
            _reasons[row.Why] = _reasons.GetValueOrDefault(row.Why) + 1;
        }
    }

    public AuditCoverageSummary Summary(string tenant, AuditEventKind kind, AuditActorKind actor, DateTimeOffset at) => new()
    {
        TenantId = tenant,
        TenantName = _tenantName,
        Event = kind,
        ActorKind = actor,
        At = at,
        Count = _yes + _no + _unknown,
        Yes = _yes,
        No = _no,
        Unknown = _unknown,
        LeastKeptDays = _leastKept,
        MainReason = _reasons.OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => pair.Key).FirstOrDefault() ?? string.Empty,
    };
}
