using System;
using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using StormDetect.Core;
using StormDetect.Core.Scenarios;

namespace StormDetect.FakeTenant;

/// <summary>What the tenant holds: its log, its sign-ins, its directory, and what was added while it ran.</summary>
public sealed class TenantData
{
    private static readonly ConcurrentDictionary<string, Lazy<(ScenarioLog Log, JsonElement[] SignIns)>> s_scenarios = new();

    private readonly FakeTenantFaults _faults;
    private readonly TenantClock _clock;
    private readonly TenantLog _log;
    private readonly List<(LogEntry Entry, byte[] Json)> _added = [];
    private readonly object _lock = new();

    internal TenantData(FakeTenantOptions options, FakeTenantFaults faults, TenantClock clock)
    {
        _faults = faults;
        _clock = clock;
        Scenario = TenantBuilder.Build(options.Scenario);
        if (options.Records > 0)
        {
            _log = new BulkLog(options.Records, Scenario);
            SignIns = [];
        }
        else
        {
            // Lists have no equality of their own.
            string key = $"{JsonSerializer.Serialize(options.Scenario)} {options.Scenario.Perturbed} {options.Scenario.AttacksFrom}";
            (_log, SignIns) = s_scenarios.GetOrAdd(key, _ => new Lazy<(ScenarioLog, JsonElement[])>(() => Play(options.Scenario))).Value;
        }

        Directory = new TenantDirectory(this, options.HasOlderIntruder);
    }

    /// <summary>The tenant's id.</summary>
    public Guid TenantId => Scenario.Text.Id;

    /// <summary>Its verified domain.</summary>
    public string Domain => Scenario.Text.Domain;

    /// <summary>How many rows its log has in all, duplicates and what has not yet arrived included.</summary>
    public int RowCount => _log.Count + _added.Count;

    /// <summary>The principal names of its mailboxes, shared ones included.</summary>
    public IReadOnlyList<string> Mailboxes => [.. Scenario.Mailboxes.Select(static mailbox => mailbox.ToString())];

    internal ScenarioTenant Scenario { get; }

    internal TenantDirectory Directory { get; }

    /// <summary>Sign-ins as Graph's beta writes them, oldest first.</summary>
    internal JsonElement[] SignIns { get; }

    internal TenantLog Log => _log;

    /// <summary>The ids of the records of a window that have arrived: what a complete search must give.</summary>
    /// <param name="start">Start (UTC), inclusive.</param>
    /// <param name="end">End (UTC), exclusive.</param>
    /// <param name="operations">Operations; empty for all.</param>
    /// <returns>The ids, each once.</returns>
    public IReadOnlySet<Guid> Announced(DateTimeOffset start, DateTimeOffset end, params string[] operations)
    {
        LogFilter filter = new() { From = Seconds(start), To = Seconds(end), Operations = new HashSet<string>(operations, StringComparer.OrdinalIgnoreCase) };
        return Select(filter).Select(row => Entry(row).Id).ToHashSet();
    }

    /// <summary>The principal name of a mailbox by its MailboxGuid.</summary>
    /// <param name="mailboxGuid">The id that records carry.</param>
    /// <returns>The name; empty for none of this tenant's.</returns>
    public string MailboxName(Guid mailboxGuid) => Directory.Find(mailboxGuid.ToString("D"))?.ToString() ?? string.Empty;

    /// <summary>Adds a record to the log, which has arrived at once.</summary>
    /// <param name="json">The flat record.</param>
    public void Add(ReadOnlySpan<byte> json)
    {
        byte[] copy = json.ToArray();
        lock (_lock)
        {
            _added.Add((ScenarioLog.Parse(copy), copy));
        }
    }

    internal static long Seconds(DateTimeOffset time) => (long)Math.Ceiling((time - DateTimeOffset.UnixEpoch).TotalSeconds);

    internal LogEntry Entry(int row)
    {
        if (row < _log.Count)
        {
            return _log[row];
        }

        lock (_lock)
        {
            return _added[row - _log.Count].Entry;
        }
    }

    internal byte[] Read(int row)
    {
        ArrayBufferWriter<byte> buffer = new(2_048);
        Write(row, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    internal void Write(int row, IBufferWriter<byte> output)
    {
        if (row < _log.Count)
        {
            _log.Write(row, output);
            return;
        }

        lock (_lock)
        {
            output.Write(_added[row - _log.Count].Json);
        }
    }

    /// <summary>When the log has a row.</summary>
    internal long Arrival(in LogEntry entry) => entry.Arrival + (_faults.Marks(FaultKind.LateRecords, entry.Id) ? (long)_faults.Lateness.TotalSeconds : 0);

    /// <summary>The rows that a filter takes, of those that have arrived, oldest first.</summary>
    internal int[] Select(LogFilter filter)
    {
        long now = Math.Min(_clock.Seconds, filter.ArrivedBy);
        List<int> rows = [];
        for (int row = _log.From(filter.From); row < _log.Count && _log.Time(row) < filter.To; row++)
        {
            LogEntry entry = _log[row];
            if (filter.Takes(this, row, entry) && Arrival(entry) <= now)
            {
                rows.Add(row);
            }
        }

        lock (_lock)
        {
            for (int i = 0; i < _added.Count; i++)
            {
                LogEntry entry = _added[i].Entry;
                if (entry.Time >= filter.From && entry.Time < filter.To && filter.Takes(this, _log.Count + i, entry))
                {
                    rows.Add(_log.Count + i);
                }
            }
        }

        return [.. rows];
    }

    private static (ScenarioLog Log, JsonElement[] SignIns) Play(AuditScenarioOptions options)
    {
        string folder = System.IO.Directory.CreateTempSubdirectory("fake-tenant-").FullName;
        try
        {
            AuditScenarioResult result = AuditScenario.Write(folder, options with { SignIns = true }, CancellationToken.None);
            List<JsonElement> signIns = [];
            foreach (string file in result.SignInFiles)
            {
                using FileStream stream = File.OpenRead(file);
                using JsonDocument document = JsonDocument.Parse(stream);
                signIns.AddRange(document.RootElement.GetProperty("value").EnumerateArray().Select(static entry => entry.Clone()));
            }

            return (new ScenarioLog(result.LogFiles), [.. signIns.OrderBy(static entry => entry.GetProperty("createdDateTime").GetString(), StringComparer.Ordinal)]);
        }
        finally
        {
            // The log's files stay open; where open files cannot be deleted, they go when the process ends.
            TryDelete(folder);
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
