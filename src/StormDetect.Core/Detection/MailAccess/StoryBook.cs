using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// Says of each day-story which story it belongs to: the oldest open one that shares a network, mailbox, actor or rare path with it, else a new one. Looks back only, so that a
/// story has the same id whether its days are read at once or one by one. Joining changes no score: each candidate is tested once.
/// </summary>
internal sealed class StoryBook(MailAccessFacts facts, PathTraits traits, TenantModel model)
{
    private const int MaxGapDays = 14;

    /// <summary>What is barely surprising joins nothing, or every story would drag along the days around it.</summary>
    private const double MinimumBits = 3;

    /// <summary>What a day of a story must tell to add to it: most candidates tell as much.</summary>
    private const double OrdinaryBits = 4;

    /// <summary>From so many bits a path is itself what the days have in common.</summary>
    private const double RarePathBits = 4;

    /// <summary>Paths that open stories somebody was told of came by: a cheap first look.</summary>
    private readonly HashSet<int> _told = [.. model.OpenStories.Where(static pair => pair.Value.Alarmed).Select(static pair => pair.Key.Path)];

    /// <summary>Whether a candidate goes on with a story that was reported already: it is no new story, and is not counted as one.</summary>
    public bool ContinuesAlarm(DayStory day)
    {
        foreach (StoryKey key in Keys(day))
        {
            if (TryGetOpen(key, day.Day, out OpenStory open) && open.Alarmed)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether an access goes on with a story somebody was told of, in a mailbox that belongs to it: from its network, by its actor, or by an application that is itself what is rare; a client of people is the owner's as well. An intruder who
    /// stays becomes an acquaintance of the mailbox after some days; who was told of the first days wants to know of all.
    /// </summary>
    public bool Follows(int day, int path, in MailAccessFact fact)
    {
        if (!_told.Contains(path) || !TryGetOpen(new StoryKey(path, StoryKeyKind.Mailbox, fact.Mailbox), day, out OpenStory story) || !story.Alarmed)
        {
            return false;
        }

        bool follows = IsIn(story, new StoryKey(path, StoryKeyKind.Network, fact.Network)) || (!traits.IsUsers[path] && IsIn(story, new StoryKey(path, StoryKeyKind.Path, 0)));
        foreach (int user in facts.UsersOf(fact))
        {
            follows |= IsIn(story, new StoryKey(path, StoryKeyKind.User, user));
        }

        return follows;
    }

    /// <summary>
    /// What earlier days of the same story told, and on how many: who reads little on many days is judged by all of them. Only what stays strange carries over: the same strange network,
    /// the same actor in ever other mailboxes.
    /// </summary>
    public (double Bits, int Days) Carried(DayStory day)
    {
        (double Bits, int Days) carried = default;
        foreach (StoryKey key in Keys(day))
        {
            if (key.Kind is StoryKeyKind.Network or StoryKeyKind.User && TryGetOpen(key, day.Day, out OpenStory open) && open.LastDay < day.Day && open.Bits > carried.Bits)
            {
                carried = (open.Bits, open.Days);
            }
        }

        return carried;
    }

    /// <summary>
    /// The candidates of a day in the order in which they are entered: first those that belong to a story somebody was told of, then by their first record. A candidate that turns up later in
    /// the day then joins the ones before it and does not give them another id.
    /// </summary>
    public IEnumerable<DayStory> InOrder(IEnumerable<DayStory> candidates) => candidates.OrderBy(day => Pinned(day) is null).ThenBy(static day => day.First);

    public void Enter(DayStory day)
    {
        if (day.Score < MinimumBits && !day.Accesses.Any(static access => access.IsFollowed))
        {
            return;
        }

        StoryKey[] keys = Keys(day).Distinct().ToArray();
        OpenStory? oldest = null;
        foreach (StoryKey key in keys)
        {
            if (TryGetOpen(key, day.Day, out OpenStory open) && (oldest is not { } best || IsOlder(open, best)))
            {
                oldest = open;
            }
        }

        // Somebody was told of this part before it turned out to go on with an older story that nobody was told of: the whole has the id that is known.
        if (oldest is { } older && !model.Told.Contains(older.Id) && Pinned(day) is { } told && told != older.Id)
        {
            model.Renamed[older.Id] = told;
            Change(older.Id, open => open with { Id = told });
            oldest = older with { Id = told };
        }

        bool alarmed = day.Severity >= Severity.Medium;
        OpenStory story = oldest ?? new OpenStory(NewId(day), day.Day, day.Day - 1, alarmed, 0, 0);
        if (alarmed && !story.Alarmed)
        {
            Change(story.Id, static open => open with { Alarmed = true });
        }

        story = story with
        {
            LastDay = Math.Max(story.LastDay, day.Day),
            Alarmed = alarmed || story.Alarmed,
            Days = story.Days + (story.LastDay < day.Day ? 1 : 0),
            Bits = story.Bits + (day.AcrossMailboxes ? 0 : Math.Max(0, day.Effective - day.BitsOf(EvidenceKind.Persistence) - OrdinaryBits)),
        };
        day.StoryId = story.Id;
        foreach (StoryKey key in keys)
        {
            model.OpenStories[key] = story;
        }

        if (story.Alarmed)
        {
            _told.Add(day.Path);
        }
    }

    /// <summary>Forgets what nothing can continue any more.</summary>
    public void Close(int day)
    {
        List<StoryKey>? closed = null;
        foreach ((StoryKey key, OpenStory story) in model.OpenStories)
        {
            if (day - story.LastDay > MaxGapDays)
            {
                (closed ??= []).Add(key);
            }
        }

        foreach (StoryKey key in closed ?? [])
        {
            model.OpenStories.Remove(key);
        }
    }

    /// <summary>The day-stories of a run as stories, in the order in which they began.</summary>
    public static List<Story> Stories(IEnumerable<DayStory> days) =>
        days.Where(static day => day.StoryId.Length > 0).GroupBy(static day => day.StoryId, StringComparer.Ordinal)
            .Select(static group => new Story(group.ToList())).ToList();

    private bool IsIn(in OpenStory story, in StoryKey key) => model.OpenStories.TryGetValue(key, out OpenStory other) && other.Id == story.Id;

    private bool TryGetOpen(StoryKey key, int day, out OpenStory story) =>
        model.OpenStories.TryGetValue(key, out story) && day - story.LastDay <= MaxGapDays;

    private static bool IsOlder(in OpenStory a, in OpenStory b) =>
        a.FirstDay != b.FirstDay ? a.FirstDay < b.FirstDay : string.CompareOrdinal(a.Id, b.Id) < 0;

    /// <summary>Changes an open story under all its keys.</summary>
    private void Change(string id, Func<OpenStory, OpenStory> change)
    {
        foreach (StoryKey key in model.OpenStories.Where(pair => pair.Value.Id == id).Select(static pair => pair.Key).ToArray())
        {
            model.OpenStories[key] = change(model.OpenStories[key]);
        }
    }

    private string NewId(DayStory day)
    {
        if (Pinned(day) is { } reported)
        {
            return reported;
        }

        Access first = day.Accesses.OrderBy(static a => a.First).ThenBy(static a => a.Mailbox).ThenBy(static a => a.Network).First();
        int fact = first.Facts.MinBy(i => (facts[i].First, i));
        IReadOnlyList<string> records = facts.RecordIdsOf(facts[fact]);
        return StoryId.Create(
            FindingWriter.DetectionId, facts.Tenants[facts.Mailboxes[first.Mailbox].Tenant], facts.Paths[day.Path],
            facts.Networks[first.Network].ToString(), records.Count > 0 ? records[0] : string.Empty);
    }

    /// <summary>The story somebody was told of that an access of a candidate belongs to, or null.</summary>
    private string? Pinned(DayStory day)
    {
        if (model.Pins.Count == 0)
        {
            return null;
        }

        foreach (Access access in day.Accesses.OrderBy(static a => a.First).ThenBy(static a => a.Mailbox).ThenBy(static a => a.Network))
        {
            if (model.Pins.TryGetValue((day.Path, access.Network, access.Mailbox, day.Day), out string? reported))
            {
                return reported;
            }
        }

        return null;
    }

    private IEnumerable<StoryKey> Keys(DayStory day)
    {
        bool low = day.Severity >= Severity.Low;
        foreach (Access access in day.Accesses)
        {
            if (access.StrangeNetwork)
            {
                yield return new StoryKey(day.Path, StoryKeyKind.Network, access.Network);
            }

            if (access.NewDelegate >= 0)
            {
                yield return new StoryKey(day.Path, StoryKeyKind.User, access.NewDelegate);
            }

            if (low || access.IsFollowed)
            {
                yield return new StoryKey(day.Path, StoryKeyKind.Mailbox, access.Mailbox);
            }
        }

        // A program that always came from the same few networks is one story when it comes from several others.
        if (low && (day.BitsOf(EvidenceKind.Path) >= RarePathBits || (!traits.IsUsers[day.Path] && day.BitsOf(EvidenceKind.Network) >= RarePathBits)))
        {
            yield return new StoryKey(day.Path, StoryKeyKind.Path, 0);
        }
    }
}
