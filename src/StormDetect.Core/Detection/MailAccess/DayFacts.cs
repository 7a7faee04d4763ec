using System.Runtime.CompilerServices;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>The facts of one tenant on one day, by mailbox, path, network.</summary>
internal sealed class DayFacts
{
    private readonly MailAccessFacts _facts;
    private readonly int[] _paths;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public DayFacts(MailAccessFacts facts, PathTraits traits, int from, int to)
    {
        _facts = facts;
        From = from;
        To = to;
        Day = facts[from].Day;
        _paths = new int[to - from];
        KnownNetwork = new bool[to - from];
        for (int i = from; i < to; i++)
        {
            _paths[i - from] = FullerPath(traits, i);
        }
    }

    /// <summary>Which facts came from a network the mailbox used before: looked up once by the scan, used again when the day is learned.</summary>
    public bool[] KnownNetwork { get; }

    public int From { get; }

    public int To { get; }

    public int Day { get; }

    /// <summary>The path of a fact, with ids that only other rows of the same access carry.</summary>
    public int PathOf(int index) => _paths[index - From];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int EndOfMailbox(int index)
    {
        int mailbox = _facts[index].Mailbox;
        int end = index + 1;
        while (end < To && _facts[end].Mailbox == mailbox)
        {
            end++;
        }

        return end;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int EndOfPath(int index, int end)
    {
        int path = _paths[index - From];
        int next = index + 1;
        while (next < end && _paths[next - From] == path)
        {
            next++;
        }

        return next;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FullerPath(PathTraits traits, int index)
    {
        ref readonly MailAccessFact fact = ref _facts[index];
        foreach (int candidate in traits.FullerThan(fact.Path))
        {
            for (int i = index - 1; i >= From && _facts[i].Mailbox == fact.Mailbox; i--)
            {
                if (_facts[i].Path == candidate && _facts[i].Network == fact.Network)
                {
                    return candidate;
                }
            }

            for (int i = index + 1; i < To && _facts[i].Mailbox == fact.Mailbox; i++)
            {
                if (_facts[i].Path == candidate && _facts[i].Network == fact.Network)
                {
                    return candidate;
                }
            }
        }

        return fact.Path;
    }
}
