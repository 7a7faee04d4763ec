using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection.MailAccess;

namespace StormDetect.Core.Baselines;

/// <summary>
/// What was learned of a tenant, as bytes. Rows go by file indexes, in their order, column by column; reading adds to the model, so that two mailboxes that turned out to be one
/// become one.
/// </summary>
internal static class TenantModelCodec
{
    public static byte[] Write(TenantModel model, IndexMap map)
    {
        BaselineWriter writer = new();
        Transfer(writer, model, map);
        return writer.ToArray();
    }

    public static void Read(byte[] bytes, int layout, TenantModel model, IndexMap map)
    {
        BaselineReader reader = new(bytes) { Version = layout };
        Transfer(reader, model, map);
        reader.Require(reader.IsAtEnd);
        model.Derive();
    }

    private static void Transfer(BaselineStream s, TenantModel model, IndexMap map)
    {
        bool isOld = IsOld(s, model);
        CountCodec.Totals(s, model);
        PathUses(s, model, map);
        ProgramUses(s, model, map);
        NetworkDays(s, model, map, isOld);
        Reach(s, model, map);
        Networks(s, model, map, isOld);
        Delegates(s, model, map);
        Mailboxes(s, model, map);
        Paths(s, model, map);
        Actors(s, model, map);
        CountCodec.Scores(s, isOld ? new ScoreHistory() : model.Scores);
        OpenStories(s, model, map);
    }

    /// <summary>
    /// Begins with the days. Format 3 put a number below zero before them, for it could hold tables of the formats before it, passed on as they were. Those lack what services use, and have scores of
    /// another kind, which are left out: until new ones are counted, candidates are held against what the bits say.
    /// </summary>
    private static bool IsOld(BaselineStream s, TenantModel model)
    {
        s.Int(ref model.Days, s.Version >= 4 ? 0 : -1);
        if (s.Version >= 4 || model.Days >= 0)
        {
            return s.Version < 4;
        }

        s.Int(ref model.Days, 0);
        return false;
    }

    private static void PathUses(BaselineStream s, TenantModel model, IndexMap map)
    {
        UseRow[] rows = s.Rows(Sorted(s, model.PathUses, (a, b, use) => new UseRow { A = map.Mailboxes[a], B = map.Paths[b], Use = use }), 9);
        Pair(s, rows, map.Mailboxes, map.Paths);
        s.Ints(rows, static (ref UseRow row) => ref row.Use.Days, 0);
        s.Ints(rows, static (ref UseRow row) => ref row.Use.Counted, 0);
        s.Ints(rows, static (ref UseRow row) => ref row.Use.StrangeDays, 0);
        s.Flags(rows, static (ref UseRow row) => ref row.Use.Synced);
        if (s.Version >= 4)
        {
            s.Ints(rows, static (ref UseRow row) => ref row.Use.ProgramDays, 0);
        }

        CountCodec.Amounts(s, rows, static (ref UseRow row) => ref row.Use.Amounts);
        for (int i = 0; s.IsReading && i < rows.Length; i++)
        {
            ref PathUse use = ref model.PathUses.GetOrAdd(map.Mailboxes[rows[i].A], map.Paths[rows[i].B], out bool known);
            PathUse row = rows[i].Use;
            use = known
                ? new PathUse
                {
                    Days = use.Days + row.Days,
                    Counted = use.Counted + row.Counted,
                    StrangeDays = use.StrangeDays + row.StrangeDays,
                    ProgramDays = use.ProgramDays + row.ProgramDays,
                    Synced = use.Synced | row.Synced,
                    Amounts = Sum(use.Amounts, row.Amounts),
                }
                : row;
        }
    }

    private static void ProgramUses(BaselineStream s, TenantModel model, IndexMap map)
    {
        if (s.Version < 4)
        {
            return;
        }

        ProgramUseRow[] rows = s.Rows(Sorted(s, model.ProgramUses, (a, b, use) => new ProgramUseRow { A = map.Mailboxes[a], B = map.Programs[b], Days = use.Days, Age = model.LastDay - use.LastDay }), 4);
        s.Steps(rows, static (ref ProgramUseRow row) => ref row.A, 0, Last(s, map.Mailboxes));
        s.Ints(rows, static (ref ProgramUseRow row) => ref row.B, 0, Last(s, map.Programs));
        s.Ints(rows, static (ref ProgramUseRow row) => ref row.Days, 0);
        s.Ints(rows, static (ref ProgramUseRow row) => ref row.Age, 0);
        for (int i = 0; s.IsReading && i < rows.Length; i++)
        {
            ref ProgramUse use = ref model.ProgramUses.GetOrAdd(map.Mailboxes[rows[i].A], map.Programs[rows[i].B], out _);
            use.Days += rows[i].Days;
            use.LastDay = Math.Max(use.LastDay, model.LastDay - rows[i].Age);
        }
    }

    private static void NetworkDays(BaselineStream s, TenantModel model, IndexMap map, bool isOld)
    {
        NetworkUseRow[] rows = s.Rows(Sorted(s, model.NetworkDays, (a, b, use) => new NetworkUseRow { A = map.Mailboxes[a], B = map.Networks[b], Use = use }), 4);
        int lastDay = model.LastDay;
        s.Steps(rows, static (ref NetworkUseRow row) => ref row.A, 0, Last(s, map.Mailboxes));
        s.Ints(rows, static (ref NetworkUseRow row) => ref row.B, 0, Last(s, map.Networks));
        s.Ints(rows, static (ref NetworkUseRow row) => ref row.Use.Days, 0);

        // As days before the last one: small numbers take one byte.
        Age(rows, static (ref NetworkUseRow row) => ref row.Use, lastDay);
        s.Ints(rows, static (ref NetworkUseRow row) => ref row.Use.LastDay, 0);
        if (!isOld)
        {
            s.Ints(rows, static (ref NetworkUseRow row) => ref row.Use.Known, 0);
            s.Ints(rows, static (ref NetworkUseRow row) => ref row.Use.Home, 0);
        }

        Age(rows, static (ref NetworkUseRow row) => ref row.Use, lastDay);
        for (int i = 0; s.IsReading && i < rows.Length; i++)
        {
            Merge(ref model.NetworkDays.GetOrAdd(map.Mailboxes[rows[i].A], map.Networks[rows[i].B], out _), rows[i].Use);
        }
    }

    // 0 stays 0: not yet, or not kept.
    private static int Since(int days, int needed, int day, int lastDay) => days < needed || day == 0 ? 0 : lastDay + 1 - day;

    private static int Earlier(int day, int other) => day == 0 || other == 0 ? Math.Max(day, other) : Math.Min(day, other);

    private static void Merge(ref NetworkUse use, in NetworkUse other) => use = new NetworkUse
    {
        Days = use.Days + other.Days,
        LastDay = Math.Max(use.LastDay, other.LastDay),
        Known = Earlier(use.Known, other.Known),
        Home = Earlier(use.Home, other.Home),
    };

    // There and back: days become their distance from the last one, and distances days.
    private static void Age<T>(T[] rows, BaselineStream.Field<T, NetworkUse> of, int lastDay)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            ref NetworkUse use = ref of(ref rows[i]);
            use.LastDay = lastDay - use.LastDay;
            use.Known = Since(use.Days, TenantModel.DaysToKnow, use.Known, lastDay);
            use.Home = Since(use.Days, TenantModel.DaysToSettle, use.Home, lastDay);
        }
    }

    private static void Reach(BaselineStream s, TenantModel model, IndexMap map)
    {
        NumberRow[] rows = s.Rows(Numbers(s, model.Reach, map.Paths, map.Networks), 3);
        Numbers(s, rows, model.Reach, map.Paths, map.Networks);
    }

    private static void Networks(BaselineStream s, TenantModel model, IndexMap map, bool isOld)
    {
        NetworkRow[] rows = s.Rows(
            s.IsReading ? [] : model.NetworkFamilies.Select((families, i) => new NetworkRow { Network = map.Networks[i], Families = (int)families, Services = model.ServiceDays[i] })
                .Where(static row => row.Network >= 0 && row.Families != 0).ToArray(),
            2);
        s.Steps(rows, static (ref NetworkRow row) => ref row.Network, 0, Last(s, map.Networks));
        s.Ints(rows, static (ref NetworkRow row) => ref row.Families, 0);
        if (!isOld)
        {
            s.Ints(rows, static (ref NetworkRow row) => ref row.Services.Days, 0);
            Age(rows, static (ref NetworkRow row) => ref row.Services, model.LastDay);
            s.Ints(rows, static (ref NetworkRow row) => ref row.Services.LastDay, 0);
            Age(rows, static (ref NetworkRow row) => ref row.Services, model.LastDay);
        }

        for (int i = 0; s.IsReading && i < rows.Length; i++)
        {
            int network = map.Networks[rows[i].Network];
            model.NetworkFamilies[network] |= (uint)rows[i].Families;
            Merge(ref model.ServiceDays[network], rows[i].Services);
        }
    }

    private static void Delegates(BaselineStream s, TenantModel model, IndexMap map)
    {
        NumberRow[] rows = s.Rows(Numbers(s, model.Delegates, map.Mailboxes, map.Users), 3);
        Pair(s, rows, map.Mailboxes, map.Users);
        s.Ints(rows, static (ref NumberRow row) => ref row.Number, 0);
        for (int i = 0; s.IsReading && i < rows.Length; i++)
        {
            ref int day = ref model.Delegates.GetOrAdd(map.Mailboxes[rows[i].A], map.Users[rows[i].B], out bool known);
            day = known ? Math.Min(day, rows[i].Number) : rows[i].Number;
        }
    }

    private static void Mailboxes(BaselineStream s, TenantModel model, IndexMap map)
    {
        MailboxRow[] rows = s.Rows(
            s.IsReading ? [] : model.MailboxStates.Select((state, i) => new MailboxRow { Mailbox = map.Mailboxes[i], State = state })
                .Where(static row => row.Mailbox >= 0 && row.State.Days > 0).ToArray(),
            5);
        s.Steps(rows, static (ref MailboxRow row) => ref row.Mailbox, 0, Last(s, map.Mailboxes));
        s.Ints(rows, static (ref MailboxRow row) => ref row.State.Days, 0);
        s.Ints(rows, static (ref MailboxRow row) => ref row.State.FirstDay, 0);
        s.Flags(rows, static (ref MailboxRow row) => ref row.State.Synced);
        s.Flags(rows, static (ref MailboxRow row) => ref row.State.Delegated);
        s.Ints(rows, static (ref MailboxRow row) => ref row.State.NewDelegates, 0);
        for (int i = 0; s.IsReading && i < rows.Length; i++)
        {
            ref MailboxState state = ref model.MailboxStates[map.Mailboxes[rows[i].Mailbox]];
            state.FirstDay = state.Days == 0 ? rows[i].State.FirstDay : Math.Min(state.FirstDay, rows[i].State.FirstDay);
            state.Days += rows[i].State.Days;
            state.Synced |= rows[i].State.Synced;
            state.Delegated |= rows[i].State.Delegated;
            state.NewDelegates += rows[i].State.NewDelegates;
        }
    }

    private static void Paths(BaselineStream s, TenantModel model, IndexMap map)
    {
        PathRow[] rows = s.Rows(
            s.IsReading ? [] : model.PathStates.Select((state, i) => new PathRow { Path = map.Paths[i], State = state })
                .Where(static row => row.Path >= 0 && row.State.Days > 0).ToArray(),
            8);
        s.Steps(rows, static (ref PathRow row) => ref row.Path, 0, Last(s, map.Paths));
        CountCodec.States(s, rows, static (ref PathRow row) => ref row.State);
        for (int i = 0; s.IsReading && i < rows.Length; i++)
        {
            model.PathStates[map.Paths[rows[i].Path]] = rows[i].State;
        }
    }

    private static void Actors(BaselineStream s, TenantModel model, IndexMap map)
    {
        ActorRow[] rows = s.Rows(
            s.IsReading ? [] : model.Actors.Select(actor => new ActorRow { User = map.Users[actor.Key], State = actor.Value }).OrderBy(static row => row.User).ToArray(), 5);
        s.Steps(rows, static (ref ActorRow row) => ref row.User, 0, Last(s, map.Users));
        s.Ints(rows, static (ref ActorRow row) => ref row.State.Mailboxes, 0);
        s.Ints(rows, static (ref ActorRow row) => ref row.State.NewDays, 0);
        s.Ints(rows, static (ref ActorRow row) => ref row.State.LastNewDay, 0);
        s.Ints(rows, static (ref ActorRow row) => ref row.State.NewOnLastDay, 0);
        for (int i = 0; s.IsReading && i < rows.Length; i++)
        {
            model.Actors[map.Users[rows[i].User]] = rows[i].State;
        }
    }

    private static void OpenStories(BaselineStream s, TenantModel model, IndexMap map)
    {
        KeyValuePair<StoryKey, OpenStory>[] stories = s.Rows(model.OpenStories.ToArray(), 7);
        for (int i = 0; i < stories.Length; i++)
        {
            ((int path, StoryKeyKind kind, int value), (string id, int firstDay, int lastDay, bool alarmed, int days, double bits)) = stories[i];
            id ??= string.Empty;
            s.Enum(ref kind);
            int[] values = kind switch
            {
                StoryKeyKind.Network => map.Networks,
                StoryKeyKind.Mailbox => map.Mailboxes,
                StoryKeyKind.User => map.Users,
                _ => [0],
            };
            path = Mapped(s, path, map.Paths);
            value = Mapped(s, value, values);
            s.Text(ref id);
            s.Int(ref firstDay, 0);
            s.Int(ref lastDay, 0);
            s.Flag(ref alarmed);
            s.Int(ref days, 0);
            s.Real(ref bits);
            if (s.IsReading)
            {
                model.OpenStories[new StoryKey(path, kind, value)] = new OpenStory(id, firstDay, lastDay, alarmed, days, bits);
            }
        }
    }

    private static int Mapped(BaselineStream s, int index, int[] map)
    {
        int kept = s.IsReading ? 0 : map[index];
        s.Int(ref kept, 0, s.IsReading ? map.Length - 1 : int.MaxValue);
        return s.IsReading ? map[kept] : index;
    }

    private static NumberRow[] Numbers(BaselineStream s, PairTable<int> table, int[] aMap, int[] bMap) =>
        Sorted(s, table, (a, b, number) => new NumberRow { A = aMap[a], B = bMap[b], Number = number });

    private static void Numbers(BaselineStream s, NumberRow[] rows, PairTable<int> table, int[] aMap, int[] bMap)
    {
        Pair(s, rows, aMap, bMap);
        s.Ints(rows, static (ref NumberRow row) => ref row.Number, 0);
        for (int i = 0; s.IsReading && i < rows.Length; i++)
        {
            table.GetOrAdd(aMap[rows[i].A], bMap[rows[i].B], out _) += rows[i].Number;
        }
    }

    private static TRow[] Sorted<T, TRow>(BaselineStream s, PairTable<T> table, Func<int, int, T, TRow> row)
        where T : struct
        where TRow : struct, IPairRow
    {
        if (s.IsReading)
        {
            return [];
        }

        TRow[] rows = new TRow[table.Count];
        ulong[] keys = new ulong[rows.Length];
        int at = 0;
        foreach ((int a, int b, T value) in table.Entries)
        {
            rows[at] = row(a, b, value);
            keys[at] = ((ulong)(uint)rows[at].First << 32) | (uint)rows[at].Second;
            at++;
        }

        Array.Sort(keys, rows);
        return rows;
    }

    private static void Pair(BaselineStream s, UseRow[] rows, int[] aMap, int[] bMap)
    {
        s.Steps(rows, static (ref UseRow row) => ref row.A, 0, Last(s, aMap));
        s.Ints(rows, static (ref UseRow row) => ref row.B, 0, Last(s, bMap));
    }

    private static void Pair(BaselineStream s, NumberRow[] rows, int[] aMap, int[] bMap)
    {
        s.Steps(rows, static (ref NumberRow row) => ref row.A, 0, Last(s, aMap));
        s.Ints(rows, static (ref NumberRow row) => ref row.B, 0, Last(s, bMap));
    }

    private static int Last(BaselineStream s, int[] map) => s.IsReading ? map.Length - 1 : int.MaxValue;

    private static AmountStatistics Sum(in AmountStatistics a, in AmountStatistics b) => new() { Count = a.Count + b.Count, Sum = a.Sum + b.Sum, Squares = a.Squares + b.Squares };

    private interface IPairRow
    {
        int First { get; }

        int Second { get; }
    }

    private struct UseRow : IPairRow
    {
        public int A, B;
        public PathUse Use;

        public readonly int First => A;

        public readonly int Second => B;
    }

    private struct ProgramUseRow : IPairRow
    {
        public int A, B, Days, Age;

        public readonly int First => A;

        public readonly int Second => B;
    }

    private struct NetworkUseRow : IPairRow
    {
        public int A, B;
        public NetworkUse Use;

        public readonly int First => A;

        public readonly int Second => B;
    }

    private struct NumberRow : IPairRow
    {
        public int A, B, Number;

        public readonly int First => A;

        public readonly int Second => B;
    }

    private struct NetworkRow
    {
        public int Network, Families;
        public NetworkUse Services;
    }

    private struct MailboxRow
    {
        public int Mailbox;
        public MailboxState State;
    }

    private struct PathRow
    {
        public int Path;
        public PathState State;
    }

    private struct ActorRow
    {
        public int User;
        public ActorState State;
    }
}
