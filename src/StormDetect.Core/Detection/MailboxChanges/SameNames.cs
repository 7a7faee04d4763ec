using System;
using System.Collections.Generic;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Names that mean the same, joined from pairs; the same groups in whatever order the pairs come.</summary>
internal sealed class SameNames
{
    private readonly Dictionary<(string Tenant, string Name), (string Tenant, string Name)> _parents = [];

    /// <summary>Joins pairs.</summary>
    /// <param name="pairs">Names that mean the same.</param>
    /// <param name="rank">Which names a group is best known by: those of the highest rank.</param>
    public SameNames(IEnumerable<(string Tenant, string First, string Second)> pairs, Func<(string Tenant, string Name), int> rank)
    {
        foreach ((string tenant, string first, string second) in pairs)
        {
            (string, string) a = Root((tenant, first));
            (string, string) b = Root((tenant, second));
            if (a != b)
            {
                bool aFirst = rank(a) != rank(b) ? rank(a) > rank(b) : string.CompareOrdinal(a.Item2, b.Item2) < 0;
                _parents[aFirst ? b : a] = aFirst ? a : b;
            }
        }
    }

    /// <summary>What stands for a name's group.</summary>
    public string Of(string tenant, string name) => Root((tenant, name)).Name;

    private (string Tenant, string Name) Root((string Tenant, string Name) name)
    {
        (string, string) at = name;
        while (_parents.TryGetValue(at, out (string, string) parent))
        {
            at = parent;
        }

        // Long chains of one hostile log must not cost more each time.
        while (name != at && _parents[name] != at)
        {
            (string, string) next = _parents[name];
            _parents[name] = at;
            name = next;
        }

        return at;
    }
}
