using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace StormDetect.Core.Acquisition;

/// <summary>
/// What a search knows of itself: slices to be asked for, slices finished, and what routes noted. In a folder that is kept it survives anything; only one run at a time has it.
/// </summary>
internal sealed class SearchState : IDisposable
{
    private readonly object _gate = new();
    private readonly List<SliceWork> _pending = [];
    private readonly List<SliceWork> _taken = [];
    private readonly SortedDictionary<int, FinishedWork> _finished = [];
    private readonly SubmissionTimes _submissions = new();
    private SearchFolder? _folder;
    private SearchJournal? _journal;
    private int _lastId;

    private SearchState(StateFiles files) => Files = files;

    public StateFiles Files { get; }

    /// <summary>When the first run began.</summary>
    public DateTimeOffset AsOf { get; private set; }

    /// <summary>The end of what was cut into slices so far; null at first.</summary>
    public DateTimeOffset? Frontier { get; private set; }

    /// <summary>Slices to be asked for; those a route has begun with come first.</summary>
    public IReadOnlyList<SliceWork> Pending => _pending;

    /// <summary>Slices that are not finished, those that are being asked for among them.</summary>
    public IEnumerable<SliceWork> Open => _pending.Concat(_taken);

    public IReadOnlyCollection<FinishedWork> Finished => _finished.Values;

    /// <summary>Queries submitted so far.</summary>
    public int Submissions
    {
        get
        {
            lock (_gate)
            {
                return _submissions.Count;
            }
        }
    }

    /// <summary>Opens the state of a search for writing, or begins one.</summary>
    public static SearchState OpenFor(AuditLogQuery query, AuditLogRouteKind route, string tenantId, AuditLogSearchOptions options)
    {
        bool isKept = options.StatePath is not null;
        string folder = options.StatePath ?? Directory.CreateTempSubdirectory("stormdetect-").FullName;
        SearchState state = new(new StateFiles(folder, isKept, options.Fault));
        try
        {
            state.Files.Guard(() => state.Begin(query, route, tenantId, options.Clock.GetUtcNow()));
            return state;
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    /// <summary>Looks at the state of a search without changing anything.</summary>
    public static SearchState Peek(AuditLogQuery query, AuditLogRouteKind route, string tenantId, AuditLogSearchOptions options)
    {
        SearchState state = new(new StateFiles(options.StatePath ?? string.Empty, isKept: true, fault: null)) { AsOf = options.Clock.GetUtcNow() };
        if (options.StatePath is not null && Directory.Exists(options.StatePath))
        {
            state.Files.Guard(() => state.Read(query, route, tenantId, out _));
        }

        return state;
    }

    /// <summary>Queries this search has submitted since a time, or is about to for the slices it is asking for.</summary>
    public int SubmissionsSince(DateTimeOffset time)
    {
        lock (_gate)
        {
            return _submissions.Since(time).Count() + _taken.Count(static work => work.Ticket.Length == 0);
        }
    }

    /// <summary>When the oldest submission that still counts was made.</summary>
    public DateTimeOffset? FirstSubmissionSince(DateTimeOffset time)
    {
        lock (_gate)
        {
            return _submissions.Since(time).Select(static at => (DateTimeOffset?)at).Min();
        }
    }

    /// <summary>Adds the next slice at the frontier.</summary>
    public void Add(AuditSlice slice)
    {
        SliceWork work = new(++_lastId, slice);
        Append(writer => Work(writer, "slice", work));
        _pending.Add(work);
        Frontier = slice.To;
    }

    /// <summary>Adds a slice of a time that was asked for before.</summary>
    public void AddAgain(AuditSlice slice)
    {
        SliceWork work = new(++_lastId, slice);
        Append(writer =>
        {
            writer.WriteBoolean("again", true);
            Work(writer, "slice", work);
        });
        _pending.Add(work);
    }

    /// <summary>Takes a slice to ask for it.</summary>
    public SliceWork Take()
    {
        int index = _pending.FindIndex(static work => work.Ticket.Length > 0);
        SliceWork work = _pending[Math.Max(0, index)];
        _pending.Remove(work);
        _taken.Add(work);
        return work;
    }

    /// <summary>A slice that was taken is left for another time.</summary>
    public void PutBack(SliceWork work)
    {
        _taken.Remove(work);
        _pending.Insert(0, work);
    }

    /// <summary>Replaces a slice by its parts, which come next.</summary>
    public void Split(SliceWork work, IReadOnlyList<AuditSlice> parts)
    {
        SliceWork[] works = parts.Select(part => new SliceWork(++_lastId, part)).ToArray();
        Append(writer =>
        {
            writer.WriteNumber("split", work.Id);
            writer.WriteStartArray("into");
            foreach (SliceWork part in works)
            {
                writer.WriteStartObject();
                Work(writer, "slice", part);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
        _taken.Remove(work);
        _pending.InsertRange(0, works);
    }

    /// <summary>Notes what a route goes on with after a crash.</summary>
    public void Note(SliceWork work, string ticket, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (work.Ticket == ticket)
            {
                return;
            }

            Append(writer =>
            {
                writer.WriteNumber("ticket", work.Id);
                writer.WriteString("value", ticket);
                JsonFields.Time(writer, "at", now);
            });
            work.Ticket = ticket;
            _submissions.Note(work.Id, ticket, now);
        }
    }

    /// <summary>A slice is finished; its file is in place.</summary>
    public void Finish(SliceWork work, SliceReport report, long length)
    {
        Append(writer =>
        {
            writer.WriteNumber("done", work.Id);
            writer.WriteNumber("length", length);
            SearchJson.Report(writer, report);
        });
        _taken.Remove(work);
        _finished[work.Id] = new FinishedWork(work.Id, report, length);
    }

    /// <summary>A finished slice's file is damaged or gone: it is asked for again.</summary>
    public void Reopen(FinishedWork work)
    {
        Append(writer => writer.WriteNumber("reopened", work.Id));
        _finished.Remove(work.Id);
        _pending.Insert(0, WorkOf(work));
    }

    public void Dispose()
    {
        _journal?.Dispose();
        _folder?.Dispose();
        Files.RemoveTemporary();
    }

    private static void Work(Utf8JsonWriter writer, string name, SliceWork work)
    {
        writer.WriteNumber(name, work.Id);
        SearchJson.Slice(writer, work.Slice);
    }

    private static SliceWork WorkOf(FinishedWork work) => new(work.Id, work.Report.Slice);

    private void Append(Action<Utf8JsonWriter> write)
    {
        lock (_gate)
        {
            _journal!.Append(write);
        }
    }

    private void Begin(AuditLogQuery query, AuditLogRouteKind route, string tenantId, DateTimeOffset now)
    {
        _folder = SearchFolder.Hold(Files);
        AsOf = now;
        bool isNew = !Read(query, route, tenantId, out long length);
        _journal = SearchJournal.Open(Files, length);
        if (isNew)
        {
            Append(writer =>
            {
                writer.WriteNumber("stormDetectSearch", SearchJournal.Version);
                writer.WriteString("key", SearchKey.Of(query, route, tenantId));
                writer.WriteString("route", route.ToString());
                writer.WriteString("tenant", tenantId);
                JsonFields.Time(writer, "asOf", now);
                SearchJson.Query(writer, query);
            });
        }

        _folder.RemoveLeftovers(_finished.Values.Select(static work => work.Report.FileName));
    }

    /// <summary>Reads what is there.</summary>
    /// <returns>Whether there is a journal.</returns>
    private bool Read(AuditLogQuery query, AuditLogRouteKind route, string tenantId, out long length)
    {
        List<JsonElement> entries = SearchJournal.Read(Files, out length);
        if (entries.Count == 0)
        {
            return false;
        }

        string path = PlainText.Safe(Files.At(SearchJournal.FileName));
        try
        {
            JsonElement head = entries[0];
            if (!head.TryGetProperty("stormDetectSearch", out JsonElement version))
            {
                throw new SearchStateException(SearchStateProblem.Damaged, $"'{path}' is no journal of a search. Name another state folder.");
            }

            if (version.GetInt32() > SearchJournal.Version)
            {
                throw new SearchStateException(SearchStateProblem.Newer, $"A newer version of StormDetect wrote '{path}'. Go on with that version, or name another state folder.");
            }

            SearchKey.Require(head, SearchKey.Of(query, route, tenantId), Files.Folder);
            AsOf = JsonFields.Time(head, "asOf");
            foreach (JsonElement entry in entries.Skip(1))
            {
                Replay(entry);
            }

            return true;
        }
        catch (Exception cause) when (cause is InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new SearchStateException(SearchStateProblem.Damaged, $"The journal '{path}' is damaged. Its slices are still audit logs that can be read; to search anew, name another state folder.", cause);
        }
    }

    private void Replay(JsonElement entry)
    {
        if (entry.TryGetProperty("slice", out _))
        {
            SliceWork work = Work(entry);
            _pending.Add(work);
            Frontier = entry.TryGetProperty("again", out _) ? Frontier : work.Slice.To;
        }
        else if (entry.TryGetProperty("split", out JsonElement split))
        {
            _pending.RemoveAll(work => work.Id == split.GetInt32());
            _pending.InsertRange(0, entry.GetProperty("into").EnumerateArray().Select(Work));
        }
        else if (entry.TryGetProperty("ticket", out JsonElement id))
        {
            string ticket = JsonFields.TextOrNone(entry, "value");
            SliceWork? work = _pending.Find(work => work.Id == id.GetInt32());
            if (work is not null)
            {
                work.Ticket = ticket;
            }

            _submissions.Note(id.GetInt32(), ticket, JsonFields.Time(entry, "at"));
        }
        else if (entry.TryGetProperty("done", out JsonElement done))
        {
            _pending.RemoveAll(work => work.Id == done.GetInt32());
            _finished[done.GetInt32()] = new FinishedWork(done.GetInt32(), SearchJson.Report(entry), JsonFields.NumberOrZero(entry, "length"));
        }
        else if (entry.TryGetProperty("reopened", out JsonElement reopened) && _finished.Remove(reopened.GetInt32(), out FinishedWork? work))
        {
            _pending.Insert(0, WorkOf(work));
        }
    }

    private SliceWork Work(JsonElement element)
    {
        SliceWork work = new(element.GetProperty("slice").GetInt32(), SearchJson.Slice(element));
        _lastId = Math.Max(_lastId, work.Id);
        return work;
    }
}
