using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Baselines;

/// <summary>
/// One tenant's way through a run with a baseline: open days of the file and new records are one; late records are judged first, by what was known before; days closed by now are
/// judged and learned; then, after the snapshot, the days still open are judged on top.
/// </summary>
internal sealed class TenantRun(TenantBaseline file, RecordDays days)
{
    /// <summary>A day is closed when the tenant's log goes so far beyond its end: records arrive up to 26 hours late.</summary>
    private const int LateSeconds = 26 * 3600;

    /// <summary>Hours are kept so long, to notice silence; stories nothing can continue any more, so that they can be told; numbers of records; what was told to somebody.</summary>
    private const int HoursKept = 35, StoriesKept = 90, NumbersKept = 400, ReportedKept = 400;

    /// <summary>How long after its closing single records of a day can be told.</summary>
    private const int HashesKept = 7;

    private readonly Dictionary<int, DayLog> _log = [];
    private IndexMap? _toBuilder;
    private IndexMap? _toFacts;
    private IndexMap? _toFile;
    private TenantBaseline? _updated;
    private List<DayStory> _stories = [];
    private int _tenant = -1;

    public TenantBaseline File => file;

    /// <summary>The tenant after its closed days were learned; null before that.</summary>
    public TenantBaseline? Updated => _updated;

    public RecordDays Days => days;

    /// <summary>Records of open days the file did not know.</summary>
    public long NewRecords => _log.Where(day => !IsClosed(day.Key)).Sum(static day => (long)day.Value.New);

    public long LateRecords => _log.Sum(day => (long)Late(day.Key));

    /// <summary>Records the file knew: told one by one, or of a day long closed that holds no more of them than were learned.</summary>
    public long OverlappingRecords => _log.Sum(day => day.Value.Overlapping + (IsClosed(day.Key) ? (long)(day.Value.New - Late(day.Key)) : 0));

    /// <summary>New records of days that begin more than a day after the present: nothing closes by them.</summary>
    public long Future(DateTimeOffset now) => _log.Where(day => FactTime.ToTime(FactTime.StartOfDay(day.Key)) > now.AddDays(1)).Sum(static day => (long)day.Value.New);

    /// <summary>Whether all records are of days that are closed.</summary>
    public bool IsOld => _log.Count > 0 && _log.Keys.All(IsClosed);

    public bool HasInput => _log.Count > 0;

    public void Note(int day, DayLog log) => _log[day] = log;

    /// <summary>Gives a builder what the file keeps of the open days.</summary>
    public void Seed(MailAccessFactsBuilder builder)
    {
        int tenant = builder.Tenant(file.TenantId);
        _toBuilder = BaselineIdentities.Read(file.Identities, file.Layout).Register(builder, tenant);
        if (file.Open.Length > 0)
        {
            OpenFactsCodec.Read(file.Open, file.Layout, builder, _toBuilder);
        }

        builder.RestoreHours(tenant, days.All.SelectMany(static day => Enumerable.Range(0, 24).Where(hour => (day.Hours >> hour & 1) != 0)
            .Select(hour => (FactTime.StartOfDay(day.Day) / 3600) + hour)));
    }

    /// <summary>Fills the model with what was learned, and takes up the stories that go on.</summary>
    public void Load(MailAccessFacts facts, TenantModel model)
    {
        if (_toBuilder is null)
        {
            return;
        }

        FactOrigin origin = facts.Origin;
        _toFacts = new IndexMap
        {
            Mailboxes = Array.ConvertAll(_toBuilder.Mailboxes, i => origin.Mailboxes[i]),
            Paths = Array.ConvertAll(_toBuilder.Paths, i => origin.Paths[i]),
            Networks = Array.ConvertAll(_toBuilder.Networks, i => origin.Networks[i]),
            Users = Array.ConvertAll(_toBuilder.Users, i => origin.Users[i]),
            Programs = Array.ConvertAll(_toBuilder.Programs, i => origin.Programs[i]),
            Sessions = Array.ConvertAll(_toBuilder.SessionKeys, facts.SessionIndex),
        };
        if (file.Learned.Length > 0)
        {
            TenantModelCodec.Read(file.Learned, file.Layout, model, _toFacts);
        }

        model.Told.UnionWith(file.Reported.Select(static story => story.Id));
        foreach (StoryPin pin in file.Pins)
        {
            if (pin.Path >= _toFacts.Paths.Length || pin.Network >= _toFacts.Networks.Length || pin.Mailbox >= _toFacts.Mailboxes.Length)
            {
                throw BaselineReader.Corrupt();
            }

            model.Pins[(_toFacts.Paths[pin.Path], _toFacts.Networks[pin.Network], _toFacts.Mailboxes[pin.Mailbox], pin.Day)] = file.Reported[pin.Story].Id;
        }

        _stories = StoryCodec.Read(file.Stories, file.Layout, _toFacts, file.Group);
    }

    public List<DayStory> Judge(
        MailAccessFacts facts, int tenant, TenantHunt hunt, TenantModel model, IReadOnlyList<DayFacts> all, MailAccessHuntOptions options, CancellationToken ct)
    {
        _tenant = tenant;
        foreach (DayFacts day in all.Where(day => IsClosed(day.Day) && Late(day.Day) > 0))
        {
            ct.ThrowIfCancellationRequested();
            Add(hunt.JudgeLate(day), model);
        }

        DayFacts[] open = all.Where(day => !IsClosed(day.Day)).ToArray();
        DayFacts[] fresh = Array.FindAll(open, day => !facts.Strays.Contains(file.TenantId, day.Day));
        fresh = fresh.Length == 0 && model.Days == 0 ? open : fresh;
        int latest = Latest(facts, tenant, options.Now);
        int horizon = latest < int.MinValue + LateSeconds ? 0 : FactTime.Day(latest - LateSeconds);
        int closable = fresh.TakeWhile(day => day.Day < horizon).Count();
        if (model.Days == 0 && closable > 0)
        {
            // The warm-up is one pool: it closes as a whole, when a day after it has begun.
            (int warmUp, _) = TenantHunt.MeasureWarmUp(fresh);
            closable = warmUp < fresh.Length && warmUp <= closable ? closable : 0;
        }

        Add(hunt.Run(fresh[..closable], ct), model);
        if (options.LearnBaseline)
        {
            Snapshot(facts, tenant, model, fresh, closable, horizon, latest);
        }

        Add(hunt.Run(fresh[closable..], ct), model);
        foreach (DayFacts day in open.Except(fresh))
        {
            Add(hunt.JudgeLate(day), model);
        }

        if (_updated is { } updated)
        {
            updated.OpenStories = StoryBook.Stories(_stories).Count(static story => story.Severity >= Severity.Medium);
        }

        return _stories;
    }

    /// <summary>The tenant as the next run is to find it; null where nothing was judged.</summary>
    /// <param name="facts">What was counted.</param>
    /// <param name="told">Stories that were told together with others: with the severity of the whole, or null where they were told under the id of another.</param>
    /// <param name="found">Ids of everything that was found, by other hunts too and known or not: what is found again and again must not be forgotten.</param>
    public TenantBaseline? Finish(MailAccessFacts facts, IReadOnlyDictionary<string, (Severity? Severity, int Activities)> told, IReadOnlySet<string> found)
    {
        if (_updated is not { } updated)
        {
            return null;
        }

        NoteRecords(facts, updated);
        updated.Records = days.Write();
        updated.Judged = StoryBook.Stories(_stories).Where(story => !told.TryGetValue(story.Id, out (Severity? Severity, int _) of) || of.Severity is not null)
            .ToDictionary(static story => story.Id, story => Judged(story, updated.ClosedThrough, told.GetValueOrDefault(story.Id)), StringComparer.Ordinal);
        long forgotten = (FactTime.ToTime(FactTime.StartOfDay(Math.Max(updated.ClosedThrough, FactTime.Day(0)))) - TimeSpan.FromDays(ReportedKept)).UtcTicks;
        updated.Reported = file.Reported.Where(story => Math.Max(story.LastSeen, story.ReportedAt) >= forgotten || updated.Judged.ContainsKey(story.Id) || found.Contains(story.Id)).Select(story => story with
        {
            LastSeen = updated.Judged.TryGetValue(story.Id, out JudgedStory? judged) ? Math.Max(judged.LastSeen, story.LastSeen) : story.LastSeen,
        }).ToArray();
        updated.Pin();
        return updated;
    }

    private void Add(List<DayStory> stories, TenantModel model)
    {
        _stories.AddRange(stories);
        foreach (DayStory story in model.Renamed.Count == 0 ? [] : _stories)
        {
            story.StoryId = model.Renamed.GetValueOrDefault(story.StoryId, story.StoryId);
        }
    }

    private bool IsClosed(int day) => day < file.ClosedThrough;

    private int Late(int day)
    {
        if (!IsClosed(day) || !_log.TryGetValue(day, out DayLog? log))
        {
            return 0;
        }

        DayRecords? known = days.Find(day);
        if (known is null && day >= file.FirstDay && day < file.ClosedThrough - NumbersKept)
        {
            // The number was given up: a log that is read as a whole each time has all of it again.
            return 0;
        }

        return known is { HasHashes: true } ? log.New : Math.Max(0, log.New - (known is null ? 0 : known.Learned + known.Late));
    }

    private int Latest(MailAccessFacts facts, int tenant, DateTimeOffset? now)
    {
        // A record from the future is somebody's wrong clock, and must not close the days before it.
        int most = now is { } time ? FactTime.FromTicks(Math.Min(time.AddDays(1).UtcTicks, FactTime.ToTime(int.MaxValue).UtcTicks)) : int.MaxValue;
        int latest = file.Latest <= most ? file.Latest : int.MinValue;
        for (int i = 0; i < facts.Count; i++)
        {
            ref readonly MailAccessFact fact = ref facts[i];
            if (facts.Mailboxes[fact.Mailbox].Tenant == tenant && !facts.Strays.Contains(file.TenantId, fact.Day))
            {
                latest = fact.Last <= most ? Math.Max(latest, fact.Last) : fact.First <= most ? Math.Max(latest, fact.First) : latest;
            }
        }

        foreach (TenantHour hour in facts.TenantHours)
        {
            latest = hour.Tenant == tenant && hour.Hour * 3600L <= most ? Math.Max(latest, hour.Hour * 3600) : latest;
        }

        return latest;
    }

    private void Snapshot(MailAccessFacts facts, int tenant, TenantModel model, DayFacts[] fresh, int closable, int horizon, int latest)
    {
        int closed = model.Days > 0 ? Math.Max(file.ClosedThrough, horizon) : file.ClosedThrough;
        int openFrom = Math.Max(closed, int.MinValue + 1);
        List<DayStory> kept = Kept(model, closed);
        UsedIndexes used = new(facts);
        used.Add(model);
        used.Add(kept);
        used.AddFacts(tenant, openFrom);
        IndexMap map = used.Number();
        BaselineIdentities identities = BaselineIdentities.Of(facts, map);
        TenantBaseline updated = file.Copy();
        updated.FirstDay = file.FirstDay != 0 ? file.FirstDay : fresh.Length > 0 ? fresh[0].Day : 0;
        updated.ClosedThrough = closed;
        updated.Latest = latest;
        updated.LearnedDays = model.Days;
        updated.OpenDays = fresh.Length - closable;
        updated.Mailboxes = identities.Mailboxes;
        updated.Layout = BaselineEnvelope.Version;
        updated.Identities = identities.Write();
        updated.Learned = model.Days > 0 ? TenantModelCodec.Write(model, map) : [];
        updated.Open = OpenFactsCodec.Write(facts, tenant, openFrom, map);
        updated.Stories = StoryCodec.Write(facts, kept, map, file.Group);
        _updated = updated;
        _toFile = map;
    }

    /// <summary>Day-stories of stories that may go on, and for a while those worth telling, by themselves or as a part of others.</summary>
    private List<DayStory> Kept(TenantModel model, int closed)
    {
        HashSet<string> open = model.OpenStories.Values.Select(static story => story.Id).ToHashSet(StringComparer.Ordinal);
        HashSet<string> keep = StoryBook.Stories(_stories)
            .Where(story => open.Contains(story.Id) || ((story.Severity >= Severity.Low || ChainScore.CanLend(story)) && story.Days.Max(static day => day.Day) >= closed - StoriesKept))
            .Select(static story => story.Id).ToHashSet(StringComparer.Ordinal);
        return _stories.FindAll(day => keep.Contains(day.StoryId));
    }

    private JudgedStory Judged(Story story, int openFrom, (Severity? Severity, int Activities) told) => new(
        told.Severity ?? story.Severity,
        told.Activities | ReportedStory.BitsOf([file.Group]),
        FactTime.ToTime(story.Accesses.Max(static access => access.Last)).UtcTicks,
        story.Days.Where(day => day.Day >= openFrom).SelectMany(static day => day.Accesses).Select(access => new StoryPin
        {
            Path = _toFile!.Paths[access.Path],
            Network = _toFile.Networks[access.Network],
            Mailbox = _toFile.Mailboxes[access.Mailbox],
            Day = access.Day,
        }).ToArray());

    private void NoteRecords(MailAccessFacts facts, TenantBaseline updated)
    {
        foreach ((int day, DayLog log) in _log)
        {
            DayRecords records = days.GetOrAdd(day);
            if (IsClosed(day))
            {
                records.Late += Late(day);
            }
            else
            {
                records.HasHashes |= records.Learned == 0;
                records.Learned += log.New;
            }

            records.HasHashes &= log.Hashes is not null;
            records.Hashes = records.HasHashes ? records.Hashes.With(log.Hashes!) : RecordHashes.None;
        }

        // Those with odd dates as well: the next run has to know them for what they are.
        foreach (TenantHour hour in facts.TenantHours.Concat(facts.HoursRead).Where(hour => hour.Tenant == _tenant))
        {
            int day = FactTime.Day(hour.Hour * 3600);
            if (day >= updated.ClosedThrough - HoursKept)
            {
                days.GetOrAdd(day).Hours |= 1u << FactTime.Hour(hour.Hour * 3600);
            }
        }

        days.Close(file.ClosedThrough, updated.ClosedThrough, HashesKept, HoursKept, NumbersKept, updated.FirstDay);
    }
}
