using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Archives;

/// <summary>Judges whether an archive keeps what a profile asks for, up to two days ago: later records may still be on their way.</summary>
internal static class ArchiveRetentionJudge
{
    private static readonly TimeSpan s_settling = TimeSpan.FromDays(2);

    public static ArchiveRetention Judge(
        RetentionProfile profile, DateTimeOffset now, IReadOnlyList<ArchiveEntry> entries, IReadOnlyDictionary<(int Day, int Number), ArchivePresence> presence, bool isChainWhole)
    {
        (RetentionAnswer searchable, string why) = Judge(profile.SearchableDays, "searchable", ArchivePresence.Hot, now, entries, presence, isChainWhole);
        (RetentionAnswer retrievable, string alsoWhy) = Judge(profile.RetrievableDays, "retrievable", ArchivePresence.Cold, now, entries, presence, isChainWhole);
        return new ArchiveRetention(profile, searchable, retrievable, string.Join(' ', new[] { why, alsoWhy }.Where(static text => text.Length > 0).Distinct()));
    }

    private static (RetentionAnswer Answer, string Reason) Judge(
        int days, string what, ArchivePresence least, DateTimeOffset now, IReadOnlyList<ArchiveEntry> entries, IReadOnlyDictionary<(int Day, int Number), ArchivePresence> presence, bool isChainWhole)
    {
        if (days == 0)
        {
            return (RetentionAnswer.Met, string.Empty);
        }

        DateTimeOffset from = now.AddDays(-days);
        DateTimeOffset to = now - s_settling;
        string asked = string.Create(CultureInfo.InvariantCulture, $"{days} days have to be {what}");
        List<ArchiveWindow> covered = ArchiveCoverage.Covered(entries);
        if (covered.Count == 0 || covered[0].From > from)
        {
            return (RetentionAnswer.NotMet, covered.Count == 0 ? $"{asked}, and the archive covers no time." : $"{asked}, and the archive begins on {Text(covered[0].From)}.");
        }

        if (covered[^1].To < to)
        {
            return (RetentionAnswer.NotMet, $"{asked}, and the archive ends on {Text(covered[^1].To)}.");
        }

        int firstDay = DateOnly.FromDateTime(from.UtcDateTime).DayNumber;
        ((int Day, int Number) Key, ArchivePresence Value)[] wanted = [.. presence.Where(pair => pair.Key.Day >= firstDay).Select(static pair => (pair.Key, pair.Value)).OrderBy(static pair => pair.Key)];
        int lost = Array.FindIndex(wanted, pair => pair.Value != ArchivePresence.Unknown && pair.Value < least);
        if (lost >= 0)
        {
            return (RetentionAnswer.NotMet, $"{asked}, and parts of {ArchiveLayout.DayName(wanted[lost].Key.Day)} are {(wanted[lost].Value == ArchivePresence.Cold ? "only in cold storage" : "missing or damaged")}.");
        }

        ArchiveGap[] gaps = [.. ArchiveCoverage.Gaps(entries).Where(gap => gap.To > from && gap.From < to)];
        ArchiveGap? hole = Array.Find(gaps, static gap => gap.Kind != ArchiveGapKind.NoRecords);
        if (hole is not null)
        {
            return (RetentionAnswer.NotMet, $"{asked}, and the archive has a gap on {Text(hole.From)}{(hole.Kind == ArchiveGapKind.LossAccepted ? ", whose loss was accepted" : string.Empty)}.");
        }

        if (gaps.Length > 0)
        {
            return (RetentionAnswer.Unknown, $"{asked}; whether {Text(gaps[0].From)} had records is not known.");
        }

        if (!isChainWhole || wanted.Any(static pair => pair.Value == ArchivePresence.Unknown))
        {
            return (RetentionAnswer.Unknown, $"{asked}; parts of the archive could not be relied on.");
        }

        return (RetentionAnswer.Met, $"{asked}, and are.");
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
