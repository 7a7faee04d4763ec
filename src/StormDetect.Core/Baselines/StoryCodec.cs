using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Baselines;

/// <summary>Day-stories of closed days, as bytes: a story that goes on is told with its beginning.</summary>
internal static class StoryCodec
{
    public static byte[] Write(MailAccessFacts facts, IReadOnlyList<DayStory> stories, IndexMap map, ActivityGroup group)
    {
        BaselineWriter writer = new();
        writer.Count(stories.Count, 1);
        foreach (DayStory story in stories)
        {
            Transfer(writer, story, map, group, access => AccessTrace.Of(facts, access));
        }

        return writer.ToArray();
    }

    public static List<DayStory> Read(byte[] bytes, int layout, IndexMap map, ActivityGroup group)
    {
        List<DayStory> stories = [];
        if (bytes.Length > 0)
        {
            BaselineReader reader = new(bytes) { Version = layout };
            int count = reader.Count(0, 10);
            for (int i = 0; i < count; i++)
            {
                stories.Add(Transfer(reader, null, map, group, static _ => throw new InvalidOperationException()));
            }

            reader.Require(reader.IsAtEnd);
        }

        return stories;
    }

    private static DayStory Transfer(BaselineStream s, DayStory? story, IndexMap map, ActivityGroup group, Func<Access, AccessTrace> trace)
    {
        int path = Index(s, story?.Path ?? 0, map.Paths);
        int day = story?.Day ?? 0;
        s.Int(ref day, OpenFactsCodec.FirstPossibleDay, OpenFactsCodec.LastPossibleDay);
        string id = story?.StoryId ?? string.Empty;
        bool across = story?.AcrossMailboxes ?? false;
        int historyDays = story?.HistoryDays ?? 0;
        int mailboxes = story?.MailboxesBefore ?? 0;
        double threshold = story?.Threshold ?? 0;
        double effective = story?.Effective ?? 0;
        Severity severity = story?.Severity ?? default;
        s.Text(ref id);
        s.Flag(ref across);
        s.Int(ref historyDays, 0);
        s.Int(ref mailboxes, 0);
        s.Real(ref threshold);
        s.Real(ref effective);
        s.Enum(ref severity);
        s.Require(id.Length > 0);
        Calibration? calibration = Calibrated(s, story?.Calibration);
        Evidence[] evidence = s.Rows(story?.Evidence.ToArray() ?? [], 6);
        for (int i = 0; i < evidence.Length; i++)
        {
            evidence[i] = Transfer(s, evidence[i]);
        }

        Access[] accesses = s.Rows(story?.Accesses.ToArray() ?? [], 14);
        s.Require(accesses.Length > 0);
        for (int i = 0; i < accesses.Length; i++)
        {
            Access? access = s.IsReading ? null : accesses[i];
            accesses[i] = Transfer(s, access, path, day, map, trace);
            if (group == ActivityGroup.Delete)
            {
                accesses[i].SentItems = Long(s, access?.SentItems ?? 0);
                accesses[i].PurgedItems = Long(s, access?.PurgedItems ?? 0);
            }
        }

        if (story is not null)
        {
            return story;
        }

        story = new DayStory { Path = path, Day = day, Accesses = accesses };
        story.StoryId = id;
        story.AcrossMailboxes = across;
        story.HistoryDays = historyDays;
        story.MailboxesBefore = mailboxes;
        story.Threshold = threshold;
        story.Effective = effective;
        story.Severity = severity;
        story.Calibration = calibration;
        story.Evidence.AddRange(evidence);
        return story;
    }

    private static Calibration? Calibrated(BaselineStream s, Calibration? calibration)
    {
        bool there = calibration.HasValue;
        s.Flag(ref there);
        if (!there)
        {
            return null;
        }

        (string stratum, long past, long atLeast, double largest, double prior, bool tail, double p, double level, double nominal, double scale, double perWeek, double budget) = calibration ?? default;
        stratum ??= string.Empty;
        s.Text(ref stratum);
        s.Long(ref past);
        s.Long(ref atLeast);
        s.Real(ref largest);
        s.Real(ref prior);
        s.Flag(ref tail);
        s.Real(ref p);
        s.Real(ref level);
        s.Real(ref nominal);
        s.Real(ref scale);
        s.Real(ref perWeek);
        s.Real(ref budget);
        return new Calibration(stratum, past, atLeast, largest, prior, tail, p, level, nominal, scale, perWeek, budget);
    }

    private static Evidence Transfer(BaselineStream s, Evidence evidence)
    {
        (EvidenceKind kind, string code, double bits, double? observed, double? expected, double population) = evidence;
        code ??= string.Empty;
        s.Enum(ref kind);
        s.Text(ref code);
        s.Real(ref bits);
        s.MaybeReal(ref observed);
        s.MaybeReal(ref expected);
        s.Real(ref population);
        return new Evidence(kind, code, bits, observed, expected, population);
    }

    private static Access Transfer(BaselineStream s, Access? access, int path, int day, IndexMap map, Func<Access, AccessTrace> trace)
    {
        AccessTrace kept = access is null ? new AccessTrace([], [], []) : trace(access);
        Access row = new()
        {
            Mailbox = Index(s, access?.Mailbox ?? 0, map.Mailboxes),
            Path = path,
            Network = Index(s, access?.Network ?? 0, map.Networks),
            Day = day,
            Trace = new AccessTrace(
                Indexes(s, kept.Users, map.Users), Indexes(s, kept.Sessions, map.Sessions), Ids(s, kept.Records)),
        };
        row.Records = Long(s, access?.Records ?? 0);
        row.Items = Long(s, access?.Items ?? 0);
        row.Folders = Int(s, access?.Folders ?? 0, 0);
        row.First = Int(s, access?.First ?? 0, int.MinValue);
        row.Last = Int(s, access?.Last ?? 0, int.MinValue);
        row.Hours = (uint)Int(s, (int)(access?.Hours ?? 0), 0);
        int flags = access is null ? 0 : (access.NewPath ? 1 : 0) | (access.NewNetwork ? 2 : 0) | (access.StrangeNetwork ? 4 : 0) | (access.NewSync ? 8 : 0);
        s.Int(ref flags, 0, 15);
        (row.NewPath, row.NewNetwork, row.StrangeNetwork, row.NewSync) = ((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, (flags & 8) != 0);
        SessionOverlap overlap = access?.Overlap ?? default;
        s.Enum(ref overlap);
        row.Overlap = overlap;
        row.NewDelegate = MaybeIndex(s, access?.NewDelegate ?? -1, map.Users);
        row.OtherNetworkOfSession = MaybeIndex(s, access?.OtherNetworkOfSession ?? -1, map.Networks);
        if (s.Version >= 4)
        {
            row.NewProgram = MaybeIndex(s, access?.NewProgram ?? -1, map.Programs);
        }

        row.SharedSession = MaybeIndex(s, access?.SharedSession ?? -1, map.Sessions);
        return row;
    }

    private static int Int(BaselineStream s, int value, int least)
    {
        s.Int(ref value, least);
        return value;
    }

    private static long Long(BaselineStream s, long value)
    {
        s.Long(ref value);
        s.Require(value >= 0);
        return value;
    }

    /// <summary>Writes an index of the run as one of the file, or reads it back.</summary>
    private static int Index(BaselineStream s, int index, int[] map)
    {
        int kept = s.IsReading ? 0 : map[index];
        s.Int(ref kept, 0, s.IsReading ? map.Length - 1 : int.MaxValue);
        return s.IsReading ? map[kept] : index;
    }

    private static int MaybeIndex(BaselineStream s, int index, int[] map)
    {
        int kept = s.IsReading || index < 0 ? -1 : map[index];
        s.Int(ref kept, -1, s.IsReading ? map.Length - 1 : int.MaxValue);
        return !s.IsReading ? index : kept < 0 ? -1 : map[kept];
    }

    private static int[] Indexes(BaselineStream s, IReadOnlyList<int> indexes, int[] map)
    {
        int[] all = s.Rows(indexes.ToArray());
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = Index(s, all[i], map);
        }

        return all;
    }

    private static string[] Ids(BaselineStream s, IReadOnlyList<string> ids)
    {
        string[] all = s.Rows(ids.ToArray(), 2);
        for (int i = 0; i < all.Length; i++)
        {
            bool isId = Guid.TryParseExact(all[i], "D", out Guid id) && id.ToString("D") == all[i];
            s.Flag(ref isId);
            if (isId)
            {
                s.Id(ref id);
                all[i] = id.ToString("D");
            }
            else
            {
                all[i] ??= string.Empty;
                s.Text(ref all[i]);
            }
        }

        return all;
    }
}
