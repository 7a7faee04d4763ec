using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>
/// One mailbox has many names in a log: its address, alias, object id, MailboxGuid, and the path of its directory entry. Names that one record gives together belong together. Joins them
/// in any order to the same result.
/// </summary>
internal sealed class MailboxNames
{
    private readonly Dictionary<string, string> _parent = new(StringComparer.Ordinal);

    /// <summary>A name in the one way it is compared: lower case, the last part of a directory path, without <c>smtp:</c>. Empty for none.</summary>
    public static string Normalise(string? name)
    {
        string text = (name ?? string.Empty).Trim();
        int slash = text.LastIndexOf('/');
        text = slash >= 0 ? text[(slash + 1)..] : text;
        text = text.StartsWith("smtp:", StringComparison.OrdinalIgnoreCase) ? text[5..] : text;
        return text.Trim().ToLowerInvariant();
    }

    /// <summary>Whether it is an address rather than an alias or an id.</summary>
    public static bool IsAddress(string name) => name.IndexOf('@', StringComparison.Ordinal) > 0;

    /// <summary>Notes that names belong to one mailbox.</summary>
    public void Join(string tenant, IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            string first = Root(Id(tenant, names[0]));
            string other = Root(Id(tenant, name));
            if (!first.Equals(other, StringComparison.Ordinal))
            {
                // The smaller one leads, whatever the order.
                (string lead, string follow) = string.CompareOrdinal(first, other) < 0 ? (first, other) : (other, first);
                _parent[follow] = lead;
            }
        }
    }

    /// <summary>Joins aliases to the one address of the tenant that they begin.</summary>
    public void JoinAliases()
    {
        string[] all = [.. _parent.Keys];
        Dictionary<string, string?> byAlias = new(StringComparer.Ordinal);
        foreach (string id in all.Where(IsAddress))
        {
            string alias = id[..id.IndexOf('@', StringComparison.Ordinal)];
            string root = Root(id);
            byAlias[alias] = byAlias.TryGetValue(alias, out string? before) && before != root ? null : root;
        }

        foreach (string id in all.Where(id => !IsAddress(id)).Order(StringComparer.Ordinal))
        {
            if (byAlias.GetValueOrDefault(id) is { } root)
            {
                string alias = Root(id);
                string address = Root(root);
                if (alias != address)
                {
                    _parent[string.CompareOrdinal(alias, address) < 0 ? address : alias] = string.CompareOrdinal(alias, address) < 0 ? alias : address;
                }
            }
        }
    }

    /// <summary>The mailbox behind a name: the same text for all of its names.</summary>
    public string Find(string tenant, string name) => Root(Id(tenant, name));

    /// <summary>What a person calls each mailbox: its address, else alias, else id.</summary>
    public IReadOnlyDictionary<string, string> DisplayNames() => _parent.Keys.GroupBy(Root, StringComparer.Ordinal).ToDictionary(
        static group => group.Key,
        static group => group.Select(static id => id[(id.IndexOf('\n', StringComparison.Ordinal) + 1)..])
            .OrderBy(static name => IsAddress(name) ? 0 : Guid.TryParse(name, out _) ? 2 : 1).ThenBy(static name => name, StringComparer.Ordinal).First(),
        StringComparer.Ordinal);

    private static string Id(string tenant, string name) => $"{tenant}\n{name}";

    private string Root(string id)
    {
        string at = id;
        while (_parent.TryGetValue(at, out string? parent) && parent != at)
        {
            at = parent;
        }

        _parent[id] = at;
        _parent.TryAdd(at, at);
        return at;
    }
}
