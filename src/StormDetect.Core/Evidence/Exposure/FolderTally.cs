using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Exposures;

/// <summary>What was read of one folder (or one mailbox), as it is counted.</summary>
internal sealed class FolderTally
{
    private const int MostRecordIds = 1000;

    private readonly SortedSet<(long Ticks, string Id)> _records = [];

    public Dictionary<Guid, ExposedItem> Items { get; } = [];

    public ExposureReaders Readers { get; } = new();

    /// <summary>Folders synchronised as a whole.</summary>
    public HashSet<string> SyncedFolders { get; } = new(StringComparer.Ordinal);

    /// <summary>Who did that: a reader of single messages is no reader of the folder.</summary>
    public ExposureReaders SyncReaders { get; } = new();

    public long FirstSync { get; private set; } = long.MaxValue;

    public long LastSync { get; private set; } = long.MinValue;

    public long Records { get; private set; }

    /// <summary>Records of a whole folder.</summary>
    public long Syncs { get; private set; }

    /// <summary>Reads that records count but do not name.</summary>
    public long Unnamed { get; private set; }

    /// <summary>The most items any one record stands for.</summary>
    public long Most { get; private set; }

    public long First { get; private set; } = long.MaxValue;

    public long Last { get; private set; } = long.MinValue;

    public IReadOnlyList<string> RecordIds => _records.Select(static record => record.Id).Where(static id => id.Length > 0).Distinct().ToArray();

    /// <summary>Counts a record.</summary>
    /// <param name="access">Who, when and how.</param>
    /// <param name="network">The network.</param>
    /// <param name="recordId">The record's id.</param>
    /// <param name="syncedFolder">The folder that was synchronised as a whole; null for item reads.</param>
    /// <param name="items">The messages it names here.</param>
    /// <param name="unnamed">How many more it stands for.</param>
    /// <param name="listReaders">Whether each message notes who read it.</param>
    public void Add(in ReadAccess access, string network, string recordId, string? syncedFolder, IReadOnlyList<ReadItem> items, long unnamed, bool listReaders)
    {
        Records++;
        Syncs += syncedFolder is null ? 0 : 1;
        Unnamed += unnamed;
        Most = Math.Max(Most, items.Count + unnamed);
        First = Math.Min(First, access.Ticks);
        Last = Math.Max(Last, access.Ticks);
        Readers.Add(access, network);
        Keep((access.Ticks, recordId));
        if (syncedFolder is not null)
        {
            _ = SyncedFolders.Add(syncedFolder);
            SyncReaders.Add(access, network);
            FirstSync = Math.Min(FirstSync, access.Ticks);
            LastSync = Math.Max(LastSync, access.Ticks);
            return;
        }

        foreach (ReadItem item in items)
        {
            if (!Items.TryGetValue(item.Key, out ExposedItem? known))
            {
                Items.Add(item.Key, known = new ExposedItem { InternetMessageId = item.InternetMessageId, Readers = listReaders ? new ExposureReaders() : null });
            }

            known.Add(item, access.Ticks);
            known.Readers?.Add(access, network);
        }
    }

    public void Merge(FolderTally other)
    {
        Records += other.Records;
        Syncs += other.Syncs;
        SyncedFolders.UnionWith(other.SyncedFolders);
        SyncReaders.Merge(other.SyncReaders);
        FirstSync = Math.Min(FirstSync, other.FirstSync);
        LastSync = Math.Max(LastSync, other.LastSync);
        Unnamed += other.Unnamed;
        Most = Math.Max(Most, other.Most);
        First = Math.Min(First, other.First);
        Last = Math.Max(Last, other.Last);
        Readers.Merge(other.Readers);
        foreach ((long, string) record in other._records)
        {
            Keep(record);
        }

        foreach ((Guid key, ExposedItem item) in other.Items)
        {
            if (Items.TryGetValue(key, out ExposedItem? known))
            {
                known.Merge(item);
            }
            else
            {
                Items.Add(key, item);
            }
        }
    }

    private void Keep((long Ticks, string Id) record)
    {
        if (_records.Add(record) && _records.Count > MostRecordIds)
        {
            _ = _records.Remove(_records.Max);
        }
    }
}
