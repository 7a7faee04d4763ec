using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Baselines;

/// <summary>The facts of days that are still open, as bytes: counts, who, which session, the first record ids. No texts of records.</summary>
internal static class OpenFactsCodec
{
    /// <summary>Days that facts can have.</summary>
    public static readonly int FirstPossibleDay = FactTime.Day(int.MinValue) + 1;

    public static readonly int LastPossibleDay = FactTime.Day(int.MaxValue) - 1;

    /// <summary>Writes the facts of a tenant from a day on.</summary>
    public static byte[] Write(MailAccessFacts facts, int tenant, int fromDay, IndexMap map)
    {
        List<Row> rows = [];
        List<int> users = [];
        List<int> programs = [];
        List<int> sessions = [];
        List<RecordRow> records = [];
        for (int i = 0; i < facts.Count; i++)
        {
            ref readonly MailAccessFact fact = ref facts[i];
            if (fact.Day < fromDay || facts.Mailboxes[fact.Mailbox].Tenant != tenant)
            {
                continue;
            }

            Row row = new() { Fact = fact, Users = -users.Count, Programs = -programs.Count, Sessions = -sessions.Count, Records = -records.Count };
            row.Fact.Mailbox = map.Mailboxes[fact.Mailbox];
            row.Fact.Path = map.Paths[fact.Path];
            row.Fact.Network = map.Networks[fact.Network];
            users.AddRange(facts.UsersOf(fact).Select(user => map.Users[user]));
            programs.AddRange(facts.ProgramsOf(fact).Select(program => map.Programs[program]));
            sessions.AddRange(facts.SessionsOf(fact).Select(session => map.Sessions[session]));
            records.AddRange(facts.RecordsOf(fact).Select(record => new RecordRow { Id = record.Id, Time = record.Time, Name = Name(facts, record.Id) }));
            row.Users += users.Count;
            row.Programs += programs.Count;
            row.Sessions += sessions.Count;
            row.Records += records.Count;
            rows.Add(row);
        }

        Content content = new()
        {
            Rows = rows.ToArray(),
            Users = users.ToArray(),
            Programs = programs.ToArray(),
            Sessions = sessions.ToArray(),
            Records = records.ToArray(),
            Folders = Folders(facts, tenant, fromDay, map),
            Activity = Activity(facts, tenant, fromDay, map),
        };
        BaselineWriter writer = new();
        Transfer(writer, content, null);
        return writer.ToArray();
    }

    /// <summary>Gives the facts back to a builder; the map leads to its indexes.</summary>
    public static void Read(byte[] bytes, int layout, MailAccessFactsBuilder builder, IndexMap map)
    {
        BaselineReader reader = new(bytes) { Version = layout };
        Content content = new();
        Transfer(reader, content, map);
        reader.Require(reader.IsAtEnd);
        int user = 0;
        int program = 0;
        int session = 0;
        int record = 0;
        foreach (Row row in content.Rows)
        {
            reader.Require(row.Users <= content.Users.Length - user && row.Programs <= content.Programs.Length - program && row.Sessions <= content.Sessions.Length - session && row.Records <= content.Records.Length - record);
            MailAccessFact fact = row.Fact;
            fact.Mailbox = map.Mailboxes[fact.Mailbox];
            fact.Path = map.Paths[fact.Path];
            fact.Network = map.Networks[fact.Network];
            RecordRow[] first = content.Records[record..(record + row.Records)];
            foreach (RecordRow named in first.Where(static r => r.Name.Length > 0))
            {
                builder.NameRecord(named.Id, named.Name);
            }

            builder.Restore(
                fact,
                Array.ConvertAll(content.Users[user..(user + row.Users)], index => map.Users[index]),
                Array.ConvertAll(content.Programs[program..(program + row.Programs)], index => map.Programs[index]),
                Array.ConvertAll(content.Sessions[session..(session + row.Sessions)], index => map.SessionKeys[index]),
                [],
                Array.ConvertAll(first, static r => new RecordUse(r.Id, r.Time)));
            user += row.Users;
            program += row.Programs;
            session += row.Sessions;
            record += row.Records;
        }

        foreach (FolderRow folder in content.Folders)
        {
            MailAccessFact fact = new()
            {
                Mailbox = map.Mailboxes[folder.Mailbox],
                Day = folder.Day,
                Activity = MailActivity.Sync,
                Path = map.Paths[folder.Path],
                Network = map.Networks[folder.Network],
                First = int.MaxValue,
                Last = int.MinValue,
            };
            builder.Restore(fact, [], [], [], [(uint)folder.Folder], []);
        }

        foreach (ActivityRow activity in content.Activity)
        {
            builder.RestoreActivity(map.Mailboxes[activity.Mailbox], activity.Day, (uint)activity.Hours);
        }
    }

    private static string Name(MailAccessFacts facts, Guid key) => facts.TryGetRecordName(key, out string? name) ? name! : string.Empty;

    private static FolderRow[] Folders(MailAccessFacts facts, int tenant, int fromDay, IndexMap map)
    {
        List<FolderRow> rows = [];
        for (int i = 0; i < facts.Count; i++)
        {
            ref readonly MailAccessFact fact = ref facts[i];
            if (fact.SyncedFolders == 0 || fact.Day < fromDay || facts.Mailboxes[fact.Mailbox].Tenant != tenant)
            {
                continue;
            }

            foreach (uint folder in facts.FoldersOf(fact))
            {
                rows.Add(new FolderRow
                {
                    Mailbox = map.Mailboxes[fact.Mailbox],
                    Day = fact.Day,
                    Path = map.Paths[fact.Path],
                    Network = map.Networks[fact.Network],
                    Folder = folder,
                });
            }
        }

        return rows.OrderBy(static r => r.Mailbox).ThenBy(static r => r.Day).ThenBy(static r => r.Path).ThenBy(static r => r.Network).ThenBy(static r => r.Folder).ToArray();
    }

    private static ActivityRow[] Activity(MailAccessFacts facts, int tenant, int fromDay, IndexMap map) => facts.MailboxDays
        .Where(day => day.Day >= fromDay && day.OtherHours != 0 && facts.Mailboxes[day.Mailbox].Tenant == tenant)
        .Select(day => new ActivityRow { Mailbox = map.Mailboxes[day.Mailbox], Day = day.Day, Hours = (int)day.OtherHours }).ToArray();

    private static void Transfer(BaselineStream s, Content content, IndexMap? map)
    {
        int mailboxes = (map?.Mailboxes.Length ?? int.MaxValue) - 1;
        int paths = (map?.Paths.Length ?? int.MaxValue) - 1;
        int networks = (map?.Networks.Length ?? int.MaxValue) - 1;
        Row[] rows = content.Rows = s.Rows(content.Rows, 30);
        s.Steps(rows, static (ref Row row) => ref row.Fact.Day, FirstPossibleDay, LastPossibleDay);
        s.Steps(rows, static (ref Row row) => ref row.Fact.Mailbox, 0, mailboxes);
        s.Ints(rows, static (ref Row row) => ref row.Fact.Path, 0, paths);
        s.Ints(rows, static (ref Row row) => ref row.Fact.Network, 0, networks);
        for (int i = 0; i < rows.Length; i++)
        {
            s.Enum(ref rows[i].Fact.Activity);
        }

        s.Ints(rows, static (ref Row row) => ref row.Fact.Records, 0);
        s.Ints(rows, static (ref Row row) => ref row.Fact.Items, 0);
        s.Steps(rows, static (ref Row row) => ref row.Fact.First);
        s.Steps(rows, static (ref Row row) => ref row.Fact.Last);
        s.Ints(rows, static (ref Row row) => ref row.Users, 0);
        if (s.Version >= 4)
        {
            s.Ints(rows, static (ref Row row) => ref row.Programs, 0);
        }

        s.Ints(rows, static (ref Row row) => ref row.Sessions, 0);
        s.Ints(rows, static (ref Row row) => ref row.Records, 0, FactPage.MaxRecords);
        for (int i = 0; i < rows.Length; i++)
        {
            Hours(s, ref rows[i].Fact.Hours);
            Hours(s, ref rows[i].Fact.ThrottledHours);
            s.Bits(ref rows[i].Fact.FolderSketch);
            s.Bits(ref rows[i].Fact.TokenSketch);
        }

        content.Users = s.Rows(content.Users);
        s.Ints(content.Users, static (ref int row) => ref row, 0, (map?.Users.Length ?? int.MaxValue) - 1);
        if (s.Version >= 4)
        {
            content.Programs = s.Rows(content.Programs);
            s.Ints(content.Programs, static (ref int row) => ref row, 0, (map?.Programs.Length ?? int.MaxValue) - 1);
        }

        content.Sessions = s.Rows(content.Sessions);
        s.Ints(content.Sessions, static (ref int row) => ref row, 0, (map?.Sessions.Length ?? int.MaxValue) - 1);
        content.Records = s.Rows(content.Records, 18);
        for (int i = 0; i < content.Records.Length; i++)
        {
            content.Records[i].Name ??= string.Empty;
            s.Id(ref content.Records[i].Id);
            s.Text(ref content.Records[i].Name);
        }

        s.Steps(content.Records, static (ref RecordRow row) => ref row.Time);
        content.Folders = s.Rows(content.Folders, 5);
        s.Steps(content.Folders, static (ref FolderRow row) => ref row.Mailbox, 0, mailboxes);
        s.Steps(content.Folders, static (ref FolderRow row) => ref row.Day, FirstPossibleDay, LastPossibleDay);
        s.Ints(content.Folders, static (ref FolderRow row) => ref row.Path, 0, paths);
        s.Ints(content.Folders, static (ref FolderRow row) => ref row.Network, 0, networks);
        s.Longs(content.Folders, static (ref FolderRow row) => ref row.Folder);
        content.Activity = s.Rows(content.Activity, 3);
        s.Steps(content.Activity, static (ref ActivityRow row) => ref row.Mailbox, 0, mailboxes);
        s.Steps(content.Activity, static (ref ActivityRow row) => ref row.Day, FirstPossibleDay, LastPossibleDay);
        s.Ints(content.Activity, static (ref ActivityRow row) => ref row.Hours, 0, (1 << 24) - 1);
    }

    private static void Hours(BaselineStream s, ref uint hours)
    {
        int value = (int)hours;
        s.Int(ref value, 0, (1 << 24) - 1);
        hours = (uint)value;
    }

    private sealed class Content
    {
        public Row[] Rows = [];
        public int[] Users = [], Programs = [], Sessions = [];
        public RecordRow[] Records = [];
        public FolderRow[] Folders = [];
        public ActivityRow[] Activity = [];
    }

    private struct Row
    {
        public MailAccessFact Fact;
        public int Users, Programs, Sessions, Records;
    }

    private struct RecordRow
    {
        public Guid Id;
        public int Time;
        public string Name;
    }

    private struct FolderRow
    {
        public int Mailbox, Day, Path, Network;
        public long Folder;
    }

    private struct ActivityRow
    {
        public int Mailbox, Day, Hours;
    }
}
