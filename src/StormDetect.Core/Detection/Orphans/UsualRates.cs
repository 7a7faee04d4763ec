using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>
/// Learns how often each path's access goes unexplained, mailbox by mailbox, from the accesses whose sign-ins should be there. Each mailbox counts the same, however much is read
/// of it, so that one broken client does not speak for all.
/// </summary>
internal sealed class UsualRates
{
    private readonly Dictionary<PathClass, Dictionary<int, ExplainedShare>> _people = [];
    private readonly Dictionary<PathClass, Use> _uses = [];
    private readonly Dictionary<PathClass, UsualRate> _elsewhere = [];
    private readonly Dictionary<PathClass, (double Sum, int Count)> _sums = [];

    /// <summary>Counts an access whose sign-in should be there.</summary>
    /// <param name="kind">The path.</param>
    /// <param name="person">Whom one lost sign-in would concern: a mailbox, or a token of several.</param>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="time">When, in seconds.</param>
    /// <param name="isExplained">Whether it has one.</param>
    public void Add(PathClass kind, int person, int mailbox, int time, bool isExplained)
    {
        if (!_uses.TryGetValue(kind, out Use? use))
        {
            _uses.Add(kind, use = new Use { Begin = time, End = time });
        }

        use.Begin = Math.Min(use.Begin, time);
        use.End = Math.Max(use.End, time);
        use.Mailboxes.Add(mailbox);
        if (!_people.TryGetValue(kind, out Dictionary<int, ExplainedShare>? people))
        {
            _people.Add(kind, people = []);
        }

        ref ExplainedShare share = ref CollectionsMarshal.GetValueRefOrAddDefault(people, person, out _);
        share = isExplained ? share with { Explained = share.Explained + 1 } : share with { Unexplained = share.Unexplained + 1 };
        use.IsExplained |= isExplained;
    }

    /// <summary>When the path is first seen, in seconds.</summary>
    public int Begin(PathClass kind) => _uses.GetValueOrDefault(kind)?.Begin ?? int.MaxValue;

    /// <summary>
    /// Whether accesses are how the path is, rather than something that happened on it: they concern at least half of its mailboxes over at least half of its time, and others of the path are explained.
    /// </summary>
    /// <param name="kind">The path.</param>
    /// <param name="mailboxes">How many mailboxes they concern.</param>
    /// <param name="seconds">From the first to the last of them.</param>
    public bool IsItsWay(PathClass kind, int mailboxes, long seconds) =>
        mailboxes >= UsualRate.FewestPeople && _uses.GetValueOrDefault(kind) is { IsExplained: true } use
        && 2 * mailboxes >= use.Mailboxes.Count && 2 * seconds >= use.End - use.Begin && seconds >= FactTime.SecondsPerDay;

    /// <summary>What is usual on a path, apart from the accesses that are asked about.</summary>
    /// <param name="kind">The path.</param>
    /// <param name="without">Per mailbox, how many unexplained accesses to leave out.</param>
    public UsualRate Of(PathClass kind, IReadOnlyDictionary<int, int> without)
    {
        if (!_people.TryGetValue(kind, out Dictionary<int, ExplainedShare>? people))
        {
            return default;
        }

        (double sum, int count) = _sums.TryGetValue(kind, out (double, int) known) ? known : _sums[kind] = (Sum(people), people.Count);
        foreach ((int person, int left) in without)
        {
            if (people.TryGetValue(person, out ExplainedShare share))
            {
                ExplainedShare rest = share with { Unexplained = share.Unexplained - left };
                sum += rest.Unmatched - share.Unmatched;
                count -= rest.All == 0 ? 1 : 0;
            }
        }

        return UsualRate.Of(sum, count);
    }

    /// <summary>What is usual on all other paths of a tenant whose records are alike, where a path has no past of its own.</summary>
    public UsualRate Elsewhere(PathClass kind, IReadOnlySet<int> services)
    {
        if (_elsewhere.TryGetValue(kind, out UsualRate known))
        {
            return known;
        }

        double sum = 0;
        int count = 0;
        foreach ((PathClass other, Dictionary<int, ExplainedShare> people) in _people)
        {
            if (other.Tenant == kind.Tenant && other.HasIds == kind.HasIds && other.Path != kind.Path && !services.Contains(other.Path))
            {
                sum += Sum(people);
                count += people.Count;
            }
        }

        return _elsewhere[kind] = UsualRate.Of(sum, count);
    }

    /// <summary>How many of a path's accesses name a token or session; null where too few mailboxes use it.</summary>
    public double? IdentifiedShare(PathClass kind, IReadOnlyDictionary<int, int> without)
    {
        Dictionary<int, ExplainedShare> with = _people.GetValueOrDefault(kind with { HasIds = true }, []);
        Dictionary<int, ExplainedShare> none = _people.GetValueOrDefault(kind with { HasIds = false }, []);
        long identified = with.Values.Sum(static share => (long)share.All);
        long others = none.Values.Sum(static share => (long)share.All) - without.Values.Sum(static left => (long)left);
        return with.Count < UsualRate.FewestPeople ? null : (double)identified / (identified + others);
    }

    /// <summary>Summed in the order of the shares: sums of fractions depend on their order, and findings must not.</summary>
    private static double Sum(Dictionary<int, ExplainedShare> people) => people.Values.Select(static share => share.Unmatched).Order().Sum();

    private sealed class Use
    {
        public HashSet<int> Mailboxes { get; } = [];

        public bool IsExplained { get; set; }

        public int Begin { get; set; }

        public int End { get; set; }
    }
}
