using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>Whether a finding of another hunt names the session of a record, or its network and mailbox: then two independent facts meet.</summary>
internal sealed class AnomalyTies
{
    private readonly Dictionary<string, Finding> _sessions = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Network, string Subject), Finding> _places = [];

    public AnomalyTies(IEnumerable<Finding> findings)
    {
        foreach (Finding finding in findings.Where(static f => f.Severity >= Severity.Medium && f is not IndicatorMatch).OrderBy(static f => f.Id, StringComparer.Ordinal))
        {
            foreach (string session in finding.SessionIds)
            {
                _ = _sessions.TryAdd(session, finding);
            }

            foreach (string network in finding.Networks)
            {
                foreach (string subject in finding.Mailboxes.Concat(finding.UserIds))
                {
                    _ = _places.TryAdd((network, subject.ToLowerInvariant()), finding);
                }
            }
        }
    }

    /// <summary>The finding that names the row; null for none.</summary>
    public Finding? Of(IndicatorRow row)
    {
        foreach (string session in row.Sessions)
        {
            if (_sessions.TryGetValue(session, out Finding? known))
            {
                return known;
            }
        }

        return row.Key.Network.Length == 0 ? null
            : _places.GetValueOrDefault((row.Key.Network, row.Key.Mailbox)) ?? _places.GetValueOrDefault((row.Key.Network, row.Key.User));
    }
}
