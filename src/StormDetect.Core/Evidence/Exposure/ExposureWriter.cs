using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Exposures;

/// <summary>Turns what was counted into figures with their bounds.</summary>
internal sealed class ExposureWriter
{
    /// <summary>Exchange stops recording item reads of a mailbox for a day after 1,000 records in 24 hours; newer records do not say so.</summary>
    private const int NearThrottling = 950;

    private readonly ExposureCollector _collector;
    private readonly MailExposureOptions _options;
    private readonly Dictionary<(string Mailbox, string Folder), FolderSize> _sizes = [];
    private readonly string? _lost;

    public ExposureWriter(ExposureCollector collector, ReadReport report, MailExposureOptions options)
    {
        _collector = collector;
        _options = options;
        foreach (FolderSize size in options.FolderSizes)
        {
            _sizes[(size.Mailbox.ToLowerInvariant(), FolderSize.Normalised(size.Folder))] = size;
        }

        long lost = report.Dropped.Sum(static drop => drop.Count) + report.Lossy;
        int unread = report.Problems.Select(static problem => problem.Path).Union(report.UnreadInputs).Count();
        _lost = lost == 0 && unread == 0 ? null : string.Create(
            CultureInfo.InvariantCulture, $"{lost:#,0} {(lost == 1 ? "row" : "rows")} of the log lost or damaged, {unread:#,0} {(unread == 1 ? "input" : "inputs")} not read to the end: they may name more.");
    }

    public IEnumerable<MailExposure> Exposures() => _collector.Tallies
        .OrderBy(static pair => pair.Key.Tenant, StringComparer.Ordinal).ThenBy(static pair => pair.Key.Mailbox, StringComparer.Ordinal).ThenBy(static pair => pair.Key.Folder, StringComparer.Ordinal)
        .Select(pair => Write(pair.Key, pair.Value));

    public ExposedMessage[] Messages()
    {
        List<ExposedMessage> messages = [];
        foreach (IGrouping<(string Tenant, string Mailbox, Guid Key), (string Folder, ExposedItem Item)> message in _collector.Tallies
            .SelectMany(static pair => pair.Value.Items.Select(item => (pair.Key, item)))
            .GroupBy(static entry => (entry.Key.Tenant, entry.Key.Mailbox, entry.item.Key), static entry => (entry.Key.Folder, entry.item.Value)))
        {
            messages.Add(Write(message.Key.Tenant, message.Key.Mailbox, message.ToArray()));
        }

        if (_options.InternetMessageIds.Count > 0)
        {
            messages.AddRange(Synchronised(messages));
        }

        return messages.OrderBy(static m => m.TenantId, StringComparer.Ordinal).ThenBy(static m => m.Mailbox, StringComparer.Ordinal)
            .ThenBy(static m => m.FirstSeen).ThenBy(static m => m.InternetMessageId, StringComparer.Ordinal).ThenByDescending(static m => m.IsNamed).ToArray();
    }

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private static ExposedMessage Write(string tenant, string mailbox, (string Folder, ExposedItem Item)[] parts)
    {
        ExposedItem all = new() { InternetMessageId = parts.Max(static part => part.Item.InternetMessageId)!, Readers = new ExposureReaders() };
        Array.ForEach(parts, part => all.Merge(part.Item));
        return new ExposedMessage
        {
            TenantId = tenant,
            Mailbox = mailbox,
            InternetMessageId = all.InternetMessageId,
            Folders = parts.Select(static part => part.Folder).Where(static folder => folder.Length > 0).Order(StringComparer.Ordinal).ToArray(),
            Subject = all.Subject,
            SizeInBytes = all.Size < 0 ? null : all.Size,
            IsNamed = true,
            ReadCount = all.Reads,
            FirstSeen = Time(all.First),
            LastSeen = Time(all.Last),
            UserIds = all.Readers.Users,
            Networks = all.Readers.Networks,
            Applications = all.Readers.Applications,
            SessionIds = all.Readers.Sessions,
        };
    }

    /// <summary>Whoever synchronised a folder in which the message is known to have lain could have read it too.</summary>
    private List<ExposedMessage> Synchronised(List<ExposedMessage> named)
    {
        List<ExposedMessage> more = [];
        foreach (ExposedMessage message in named)
        {
            foreach (string folder in message.Folders)
            {
                if (_collector.Tallies.TryGetValue((message.TenantId, message.Mailbox, folder), out FolderTally? tally) && tally.Syncs > 0)
                {
                    more.Add(new ExposedMessage
                    {
                        TenantId = message.TenantId,
                        Mailbox = message.Mailbox,
                        InternetMessageId = message.InternetMessageId,
                        Folders = [folder],
                        Subject = message.Subject,
                        SizeInBytes = message.SizeInBytes,
                        IsNamed = false,
                        ReadCount = 0,
                        FirstSeen = Time(tally.FirstSync),
                        LastSeen = Time(tally.LastSync),
                        UserIds = tally.SyncReaders.Users,
                        Networks = tally.SyncReaders.Networks,
                        Applications = tally.SyncReaders.Applications,
                        SessionIds = tally.SyncReaders.Sessions,
                    });
                }
            }
        }

        return more;
    }

    private MailExposure Write((string Tenant, string Mailbox, string Folder) key, FolderTally tally)
    {
        List<string> reasons = [];
        long named = tally.Items.Count;
        long count = Math.Max(named, tally.Unnamed > 0 ? tally.Most : 0);
        bool isSynced = tally.Syncs > 0;
        if (tally.Unnamed > 0)
        {
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"Records count {tally.Unnamed:#,0} reads without naming the message."));
        }

        if (Throttled(key.Tenant, key.Mailbox, tally) is { } throttled)
        {
            reasons.Add(throttled);
        }

        if (_lost is not null)
        {
            reasons.Add(_lost);
        }

        bool isExact = reasons.Count == 0;
        FolderSize? size = isSynced ? _sizes.GetValueOrDefault((key.Mailbox.ToLowerInvariant(), FolderSize.Normalised(key.Folder))) : null;
        if (isSynced)
        {
            reasons.Insert(0, size is null
                ? "The folder was synchronised: every message in it counts as exposed, and the log does not say how many there were. Give the folder's statistics for a number."
                : "The folder was synchronised: every message in it counts as exposed. The number is that of the statistics given, so more than was there at the time if it grew since.");
        }

        long known = tally.Items.Values.Sum(static item => Math.Max(0, item.Size));
        bool sized = tally.Items.Values.All(static item => item.Size >= 0);
        if (!isSynced && !sized && named > 0)
        {
            reasons.Add("Of some messages the log does not give the size.");
        }

        ExposureBound bound = isSynced ? ExposureBound.AtMost : isExact ? ExposureBound.Exactly : ExposureBound.AtLeast;
        return new MailExposure
        {
            TenantId = key.Tenant,
            Mailbox = key.Mailbox,
            Folder = key.Folder,
            MessageCount = isSynced ? size?.ItemCount : count,
            MessageBound = bound,
            NamedMessageCount = named,
            SizeInBytes = isSynced ? size?.SizeInBytes : named == 0 || (known == 0 && !sized) ? null : known,
            SizeBound = bound == ExposureBound.Exactly && !sized ? ExposureBound.AtLeast : bound,
            SyncedFolderCount = isSynced ? (_options.Grouping == ExposureGrouping.Mailbox ? SyncedFolders(tally) : 1) : 0,
            ReadCount = tally.Items.Values.Sum(static item => item.Reads) + tally.Unnamed,
            FirstSeen = Time(tally.First),
            LastSeen = Time(tally.Last),
            UserIds = tally.Readers.Users,
            Networks = tally.Readers.Networks,
            Applications = tally.Readers.Applications,
            SessionIds = tally.Readers.Sessions,
            BoundReasons = reasons,
            RecordIds = tally.RecordIds,
            RecordCount = tally.Records,
        };
    }

    private static int SyncedFolders(FolderTally tally) => Math.Max(1, tally.SyncedFolders.Count);

    private string? Throttled(string tenant, string mailbox, FolderTally tally)
    {
        // A day before as well: throttling lasts 24 hours.
        for (int day = (int)(tally.First / TimeSpan.TicksPerDay) - 1; day <= tally.Last / TimeSpan.TicksPerDay; day++)
        {
            if (_collector.Days.TryGetValue((tenant, mailbox, day), out (int Binds, bool Throttled) seen) && (seen.Throttled || seen.Binds >= NearThrottling))
            {
                string date = Time(day * TimeSpan.TicksPerDay).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                return seen.Throttled
                    ? $"Exchange throttled the records of this mailbox on {date} (UTC): for up to 24 hours reads left no record."
                    : string.Create(CultureInfo.InvariantCulture, $"{seen.Binds:#,0} item reads were recorded on {date} (UTC), near the limit at which Exchange stops recording for 24 hours.");
            }
        }

        return null;
    }
}
