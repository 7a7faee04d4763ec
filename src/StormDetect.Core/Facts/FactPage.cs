using System;
using System.Runtime.CompilerServices;

namespace StormDetect.Core.Facts;

/// <summary>
/// Facts in the order of their keys (in a page that was remapped: of their days), each key once, with the short lists behind them (users, sessions, folders, first records) one after the other.
/// Counting appends to pages and joins them; nothing in a page is looked up.
/// </summary>
internal sealed class FactPage(FactChunks chunks)
{
    /// <summary>How many record ids a fact keeps: the earliest ones.</summary>
    public const int MaxRecords = 8;

    /// <summary>Lists this short are searched before something is added; longer ones are put in order at the end.</summary>
    private const int Short = 16;

    public ChunkedList<MailAccessFact> Facts { get; } = new(chunks.Facts);

    /// <summary>Users of all facts, as indexes.</summary>
    public ChunkedList<int> Users { get; } = new(chunks.Users);

    /// <summary>Programs of all facts, as indexes.</summary>
    public ChunkedList<int> Programs { get; } = new(chunks.Programs);

    public ChunkedList<Guid> Sessions { get; } = new(chunks.Sessions);

    /// <summary>Hashes of synchronised folders: Sync records come folder by folder and again every hour, and a folder counts once.</summary>
    public ChunkedList<uint> Folders { get; } = new(chunks.Folders);

    public ChunkedList<RecordUse> Records { get; } = new(chunks.Records);

    /// <summary>Begins the next fact. Its key must come behind the last one's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ref MailAccessFact Begin(int mailbox, int day, MailActivity activity, int path, int network)
    {
        int index = Facts.Add(new MailAccessFact
        {
            Mailbox = mailbox,
            Day = day,
            Activity = activity,
            Path = path,
            Network = network,
            First = int.MaxValue,
            Last = int.MinValue,
            Users = Users.Count,
            Programs = Programs.Count,
            Sessions = Sessions.Count,
            Folders = Folders.Count,
            RecordIds = Records.Count,
        });
        return ref Facts[index];
    }

    /// <summary>Counts a record into the fact begun last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ref MailAccessFact fact, in MailAccessObservation record)
    {
        fact.Records++;
        fact.Items += record.Items;
        fact.First = Math.Min(fact.First, record.Time);
        fact.Last = Math.Max(fact.Last, record.Time);
        uint hour = 1u << FactTime.Hour(record.Time);
        fact.Hours |= hour;
        fact.ThrottledHours |= record.Throttled ? hour : 0;
        fact.FolderSketch |= record.FolderSketch;
        fact.TokenSketch |= record.TokenSketch;
        if (record.User >= 0)
        {
            AddIndex(Users, fact.Users, ref fact.UserCount, record.User);
        }

        if (record.Program >= 0)
        {
            AddIndex(Programs, fact.Programs, ref fact.ProgramCount, record.Program);
        }

        if (record.Session != Guid.Empty)
        {
            AddSession(ref fact, record.Session);
        }

        if (record.SyncedFolder != 0)
        {
            AddFolder(ref fact, record.SyncedFolder);
        }

        AddRecord(ref fact, new RecordUse(record.RecordId, record.Time));
    }

    /// <summary>Counts a fact of another page into the fact begun last.</summary>
    /// <param name="fact">The fact begun last.</param>
    /// <param name="page">The other page.</param>
    /// <param name="index">The fact's place there.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ref MailAccessFact fact, FactPage page, int index)
    {
        ref readonly MailAccessFact from = ref page.Facts[index];
        MailAccessFact.Combine(ref fact, from);
        for (int i = from.Users; i < from.Users + from.UserCount; i++)
        {
            AddIndex(Users, fact.Users, ref fact.UserCount, page.Users[i]);
        }

        for (int i = from.Programs; i < from.Programs + from.ProgramCount; i++)
        {
            AddIndex(Programs, fact.Programs, ref fact.ProgramCount, page.Programs[i]);
        }

        for (int i = from.Sessions; i < from.Sessions + from.SessionCount; i++)
        {
            AddSession(ref fact, page.Sessions[i]);
        }

        for (int i = from.Folders; i < from.Folders + from.SyncedFolders; i++)
        {
            AddFolder(ref fact, page.Folders[i]);
        }

        for (int i = from.RecordIds; i < from.RecordIds + from.RecordIdCount; i++)
        {
            AddRecord(ref fact, page.Records[i]);
        }
    }

    /// <summary>Adds what was kept of a fact to the fact begun last.</summary>
    public void Restore(
        ref MailAccessFact fact, in MailAccessFact counts, ReadOnlySpan<int> users, ReadOnlySpan<int> programs, ReadOnlySpan<Guid> sessions, ReadOnlySpan<uint> folders, ReadOnlySpan<RecordUse> records)
    {
        MailAccessFact.Combine(ref fact, counts);
        foreach (int user in users)
        {
            AddIndex(Users, fact.Users, ref fact.UserCount, user);
        }

        foreach (int program in programs)
        {
            AddIndex(Programs, fact.Programs, ref fact.ProgramCount, program);
        }

        foreach (Guid session in sessions)
        {
            AddSession(ref fact, session);
        }

        foreach (uint folder in folders)
        {
            AddFolder(ref fact, folder);
        }

        foreach (RecordUse record in records)
        {
            AddRecord(ref fact, record);
        }
    }

    /// <summary>Ends the fact begun last: puts its longer lists in order and counts what is in them once.</summary>
    public void End(ref MailAccessFact fact)
    {
        if (fact.UserCount > Short)
        {
            Users.Truncate(fact.Users + (fact.UserCount = Distinct(Users, fact.Users, fact.UserCount)));
        }

        if (fact.ProgramCount > Short)
        {
            Programs.Truncate(fact.Programs + (fact.ProgramCount = Distinct(Programs, fact.Programs, fact.ProgramCount)));
        }

        if (fact.SyncedFolders > Short)
        {
            Folders.Truncate(fact.Folders + (fact.SyncedFolders = Distinct(Folders, fact.Folders, fact.SyncedFolders)));
        }

        if (fact.SessionCount > Short)
        {
            Sessions.Truncate(fact.Sessions + (fact.SessionCount = Distinct(Sessions, fact.Sessions, fact.SessionCount)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddIndex(ChunkedList<int> list, int from, ref int count, int index)
    {
        for (int i = 0; i < Math.Min(count, Short); i++)
        {
            if (list[from + i] == index)
            {
                return;
            }
        }

        list.Add(index);
        count++;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddSession(ref MailAccessFact fact, Guid session)
    {
        for (int i = 0; i < Math.Min(fact.SessionCount, Short); i++)
        {
            if (Sessions[fact.Sessions + i] == session)
            {
                return;
            }
        }

        Sessions.Add(session);
        fact.SessionCount++;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddFolder(ref MailAccessFact fact, uint folder)
    {
        for (int i = 0; i < Math.Min(fact.SyncedFolders, Short); i++)
        {
            if (Folders[fact.Folders + i] == folder)
            {
                return;
            }
        }

        Folders.Add(folder);
        fact.SyncedFolders++;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRecord(ref MailAccessFact fact, RecordUse record)
    {
        int end = fact.RecordIds + fact.RecordIdCount;
        if (fact.RecordIdCount == MaxRecords)
        {
            if (!record.IsBefore(Records[end - 1]))
            {
                return;
            }
        }
        else
        {
            Records.Add(record);
            fact.RecordIdCount++;
            end++;
        }

        int place = end - 1;
        while (place > fact.RecordIds && record.IsBefore(Records[place - 1]))
        {
            Records[place] = Records[place - 1];
            place--;
        }

        Records[place] = record;
    }

    /// <summary>A page with the same facts.</summary>
    public FactPage Copy()
    {
        FactPage copy = new(chunks);
        copy.Facts.AddAll(Facts);
        copy.Users.AddAll(Users);
        copy.Programs.AddAll(Programs);
        copy.Sessions.AddAll(Sessions);
        copy.Folders.AddAll(Folders);
        copy.Records.AddAll(Records);
        return copy;
    }

    /// <summary>Replaces every index by where it went in other tables. The order of the days stays; that within a day does not.</summary>
    public void Remap(int[] mailboxes, int[] paths, int[] networks, int[] users, int[] programs)
    {
        for (int i = 0; i < Facts.Count; i++)
        {
            ref MailAccessFact fact = ref Facts[i];
            fact.Mailbox = mailboxes[fact.Mailbox];
            fact.Path = paths[fact.Path];
            fact.Network = networks[fact.Network];
        }

        for (int i = 0; i < Users.Count; i++)
        {
            Users[i] = users[Users[i]];
        }

        for (int i = 0; i < Programs.Count; i++)
        {
            Programs[i] = programs[Programs[i]];
        }
    }

    /// <summary>Gives back what facts before one, and the lists behind them, are kept in. They may not be asked for again.</summary>
    public void ReleaseBefore(int index)
    {
        if (index >= Facts.Count)
        {
            Release();
            return;
        }

        ref readonly MailAccessFact fact = ref Facts[index];
        Users.ReleaseBefore(fact.Users);
        Programs.ReleaseBefore(fact.Programs);
        Sessions.ReleaseBefore(fact.Sessions);
        Folders.ReleaseBefore(fact.Folders);
        Records.ReleaseBefore(fact.RecordIds);
        Facts.ReleaseBefore(index);
    }

    /// <summary>Gives the page's memory back.</summary>
    public void Release()
    {
        Facts.Release();
        Users.Release();
        Programs.Release();
        Sessions.Release();
        Folders.Release();
        Records.Release();
    }

    private static int Distinct<T>(ChunkedList<T> list, int from, int count)
        where T : unmanaged, IEquatable<T>
    {
        T[] values = list.ToArray(from, count);
        Array.Sort(values);
        int kept = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (i == 0 || !values[i].Equals(values[i - 1]))
            {
                list[from + kept++] = values[i];
            }
        }

        return kept;
    }
}
