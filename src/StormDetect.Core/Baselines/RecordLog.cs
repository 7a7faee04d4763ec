using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Baselines;

/// <summary>
/// Tells records that a baseline has learned from new ones, and remembers the new ones. One for each reading thread. Eight bytes a record, and of days that are closed anyway only
/// while there are not too many.
/// </summary>
internal sealed class RecordLog(IReadOnlyDictionary<string, RecordDays> known, bool keep)
{
    /// <summary>From so many on, those of days long past are given up: such days are closed, and closed days can do with a number.</summary>
    private const long MostKept = 16_000_000;
    private const int DaysKept = 14;

    private readonly Dictionary<(string Tenant, int Day), DayLog> _days = [];
    private (int Tenant, int Day) _last = (-1, 0);
    private DayLog _lastLog = new();
    private long _kept;
    private int _latest = int.MinValue;

    public IEnumerable<KeyValuePair<(string Tenant, int Day), DayLog>> Days => _days;

    /// <summary>Notes a record.</summary>
    /// <returns>Whether the baseline has it already.</returns>
    public bool IsKnown(MailAccessFactsBuilder builder, int tenant, int time, Guid id)
    {
        int day = FactTime.Day(time);
        if (_last != (tenant, day))
        {
            _lastLog = Log(builder.TenantName(tenant), day);
            _last = (tenant, day);
        }

        DayLog log = _lastLog;
        ulong hash = RecordHash.Of(id, time);
        if (log.Known is not null && log.Known.Contains(hash))
        {
            log.Overlapping++;
            return true;
        }

        log.New++;
        if (log.Hashes is not null)
        {
            log.Hashes.Add(hash);
            if (++_kept > MostKept)
            {
                GiveUpOld();
            }
        }

        return false;
    }

    public RecordLog Fork() => new(known, keep);

    public void Merge(RecordLog other)
    {
        foreach (((string tenant, int day), DayLog from) in other._days)
        {
            DayLog into = Log(tenant, day);
            into.Overlapping += from.Overlapping;
            into.New += from.New;
            if (from.Hashes is null)
            {
                into.Hashes = null;
            }
            else
            {
                into.Hashes?.AddRange(from.Hashes);
            }
        }
    }

    private DayLog Log(string tenant, int day)
    {
        if (!_days.TryGetValue((tenant, day), out DayLog? log))
        {
            DayRecords? records = known.GetValueOrDefault(tenant)?.Find(day);
            log = new DayLog { Known = records is { HasHashes: true } ? records.Hashes : null, Hashes = keep ? [] : null };
            _days.Add((tenant, day), log);
            _latest = Math.Max(_latest, day);
        }

        return log;
    }

    private void GiveUpOld()
    {
        foreach (((string _, int day), DayLog log) in _days)
        {
            if (day < _latest - DaysKept)
            {
                log.Hashes = null;
            }
        }

        _kept = _days.Values.Sum(static log => (long)(log.Hashes?.Count ?? 0));
        if (_kept > MostKept / 2)
        {
            // All of it is recent: it stays, and the next look is as far away again.
            _kept = 0;
        }
    }
}
