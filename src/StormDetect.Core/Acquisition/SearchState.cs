using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using StormDetect.Core.Archives;

namespace StormDetect.Core.Acquisition;

/// <summary>
/// What a search knows of itself: slices to be asked for, slices finished, and what routes noted. In a folder that is kept it survives anything; only one run at a time has it.
/// </summary>
internal sealed partial class SearchState : IDisposable
{
    private const string LockName = "search.lock";

    // What of a ticket tells one submission from another.
    private const int TicketMark = 16;

    private readonly object _gate = new();
    private readonly List<SliceWork> _pending = [];
    private readonly List<SliceWork> _taken = [];
    private readonly SortedDictionary<int, FinishedWork> _finished = [];
    private readonly List<DateTimeOffset> _submissions = [];
    private readonly Dictionary<int, string> _lastTickets = [];
    private FileStream? _lock;
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

    /// <summary>The name of a slice's file while it is being filled. Readers of folders leave such names out.</summary>
    public static string PartName(SliceWork work) => string.Create(CultureInfo.InvariantCulture, $".slice-{work.Id:000000}.part");

    /// <summary>The name of the same file while it is written again.</summary>
    public static string AgainName(SliceWork work) => string.Create(CultureInfo.InvariantCulture, $".slice-{work.Id:000000}.again");

    /// <summary>The name of a slice's file once it is finished: in order of time.</summary>
    public static string SliceName(SliceWork work) =>
        string.Create(CultureInfo.InvariantCulture, $"audit-{work.Slice.From.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{work.Slice.To.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{work.Id:000000}.jsonl.gz");

    /// <summary>Queries this search has submitted since a time, or is about to for the slices it is asking for.</summary>
    public int SubmissionsSince(DateTimeOffset time)
    {
        lock (_gate)
        {
            return _submissions.Count(at => at >= time) + _taken.Count(static work => work.Ticket.Length == 0);
        }
    }

    /// <summary>When the oldest submission that still counts was made.</summary>
    public DateTimeOffset? FirstSubmissionSince(DateTimeOffset time)
    {
        lock (_gate)
        {
            return _submissions.Where(at => at >= time).Select(static at => (DateTimeOffset?)at).Min();
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
            Submitted(work.Id, ticket, now);
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
        _lock?.Dispose();
        if (!Files.IsKept && Files.Folder.Length > 0 && Directory.Exists(Files.Folder))
        {
            try
            {
                Directory.Delete(Files.Folder, recursive: true);
            }
            catch (Exception cause) when (SearchStateException.IsExpected(cause))
            {
                // What cannot be removed from the temporary folder is the system's to remove.
            }
        }
    }

    [GeneratedRegex(@"^(audit-\d{8}T\d{6}Z-\d{8}T\d{6}Z-\d{6}\.jsonl\.gz|\.slice-\d{6}\.(part|again)|\..+\.new)$")]
    private static partial Regex OwnFile();

    private static void Work(Utf8JsonWriter writer, string name, SliceWork work)
    {
        writer.WriteNumber(name, work.Id);
        SearchJson.Slice(writer, work.Slice);
    }

    private static SliceWork WorkOf(FinishedWork work) => new(work.Id, work.Report.Slice);

    private static string KeyOf(AuditLogQuery query, AuditLogRouteKind route, string tenantId)
    {
        static string Sorted(IEnumerable<string> texts) => string.Join('\u001f', texts.Select(static text => text.Trim().ToUpperInvariant()).Distinct().Order(StringComparer.Ordinal));
        string text = string.Join('\u001e', route, tenantId.ToUpperInvariant(), query.Start.UtcTicks, query.End.UtcTicks, Sorted(query.Operations), Sorted(query.RecordTypes), Sorted(query.UserIds), Sorted(query.IpAddresses));
        if (query.Except.Count > 0)
        {
            text = string.Join('\u001e', [text, .. ArchiveCoverage.Union(query.Except).Select(static window => string.Create(CultureInfo.InvariantCulture, $"{window.From.UtcTicks}-{window.To.UtcTicks}"))]);
        }

        return Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    private void Append(Action<Utf8JsonWriter> write)
    {
        lock (_gate)
        {
            _journal!.Append(write);
        }
    }

    private void Begin(AuditLogQuery query, AuditLogRouteKind route, string tenantId, DateTimeOffset now)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Files.Folder);
        }
        else
        {
            Directory.CreateDirectory(Files.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        if (!File.Exists(Files.At(SearchJournal.FileName)) && Directory.EnumerateFileSystemEntries(Files.Folder).Any(static entry => Path.GetFileName(entry) != LockName && !OwnFile().IsMatch(Path.GetFileName(entry))))
        {
            throw new SearchStateException(SearchStateProblem.FolderNotEmpty, $"The folder '{PlainText.Safe(Files.Folder)}' holds other things. Name an empty or new folder for the state of a search.");
        }

        Lock();
        AsOf = now;
        bool isNew = !Read(query, route, tenantId, out long length);
        _journal = SearchJournal.Open(Files, length);
        if (isNew)
        {
            Append(writer =>
            {
                writer.WriteNumber("stormDetectSearch", SearchJournal.Version);
                writer.WriteString("key", KeyOf(query, route, tenantId));
                writer.WriteString("route", route.ToString());
                writer.WriteString("tenant", tenantId);
                JsonFields.Time(writer, "asOf", now);
                SearchJson.Query(writer, query);
            });
        }

        RemoveLeftovers();
    }

    private void Lock()
    {
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            _lock = new FileStream(Files.At(LockName), options);
        }
        catch (Exception cause) when (FileFailure.IsSharing(cause))
        {
            throw new SearchStateException(SearchStateProblem.Locked, $"Another run uses the state folder '{PlainText.Safe(Files.Folder)}'. Let it finish, or name another folder; nothing was changed.", cause);
        }
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

            if (JsonFields.TextOrNone(head, "key") != KeyOf(query, route, tenantId))
            {
                AuditLogQuery other = SearchJson.Query(head);
                throw new SearchStateException(SearchStateProblem.OtherSearch, PlainText.Safe(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The state folder '{Files.Folder}' is of another search: {JsonFields.TextOrNone(head, "route")}, tenant '{JsonFields.TextOrNone(head, "tenant")}', {other.Start.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} to {other.End.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}, operations '{string.Join(", ", other.Operations)}', record types '{string.Join(", ", other.RecordTypes)}', users '{string.Join(", ", other.UserIds)}', addresses '{string.Join(", ", other.IpAddresses)}'. Ask for just that to go on with it, or name another folder.")));
            }

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

            Submitted(id.GetInt32(), ticket, JsonFields.Time(entry, "at"));
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

    private void Submitted(int id, string ticket, DateTimeOffset at)
    {
        if (ticket.Length == 0)
        {
            return;
        }

        if (!_lastTickets.TryGetValue(id, out string? last) || string.CompareOrdinal(last, 0, ticket, 0, TicketMark) != 0)
        {
            _submissions.Add(at);
        }

        _lastTickets[id] = ticket;
    }

    /// <summary>Files of slices that were not finished when a run ended.</summary>
    private void RemoveLeftovers()
    {
        HashSet<string> kept = _finished.Values.Select(static work => work.Report.FileName).ToHashSet(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(Files.Folder, "*", new EnumerationOptions { AttributesToSkip = 0 }).ToArray())
        {
            string name = Path.GetFileName(path);
            if (OwnFile().IsMatch(name) && !kept.Contains(name))
            {
                File.Delete(path);
            }
        }
    }
}
