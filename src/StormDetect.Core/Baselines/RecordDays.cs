using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Baselines;

/// <summary>The days of a tenant with what is remembered of their records.</summary>
internal sealed class RecordDays
{
    private readonly SortedDictionary<int, DayRecords> _days = [];

    public IEnumerable<DayRecords> All => _days.Values;

    public DayRecords? Find(int day) => _days.GetValueOrDefault(day);

    public DayRecords GetOrAdd(int day)
    {
        if (!_days.TryGetValue(day, out DayRecords? records))
        {
            _days.Add(day, records = new DayRecords { Day = day });
        }

        return records;
    }

    /// <summary>Reduces what is kept of days that are closed by now.</summary>
    /// <param name="before">The first day that was open before.</param>
    /// <param name="closed">The first day that is open now.</param>
    /// <param name="hashesKept">Days after which single records are given up.</param>
    /// <param name="hoursKept">Days after which hours are given up.</param>
    /// <param name="numbersKept">Days after which nothing is kept.</param>
    /// <param name="first">The first day of the log. Of days before it the number is kept for good: nothing else tells that their records are not late any more when a log is read as a whole each time.</param>
    public void Close(int before, int closed, int hashesKept, int hoursKept, int numbersKept, int first)
    {
        foreach (DayRecords day in _days.Values.Where(day => day.Day < closed).ToArray())
        {
            if (day.Day >= before && day.HasHashes)
            {
                day.Hashes = day.Hashes.Closed();
            }

            if (day.Day < closed - hashesKept)
            {
                (day.HasHashes, day.Hashes) = (false, RecordHashes.None);
            }

            if (day.Day < closed - hoursKept)
            {
                day.Hours = 0;
            }

            if (day.Day < closed - numbersKept && day.Day >= first)
            {
                _days.Remove(day.Day);
            }
        }
    }

    public static RecordDays Read(byte[] bytes)
    {
        RecordDays days = new();
        if (bytes.Length > 0)
        {
            BaselineReader reader = new(bytes);
            days.Transfer(reader);
            reader.Require(reader.IsAtEnd);
        }

        return days;
    }

    public byte[] Write()
    {
        BaselineWriter writer = new();
        Transfer(writer);
        return writer.ToArray();
    }

    private void Transfer(BaselineStream s)
    {
        DayRecords[] days = s.Rows(_days.Values.ToArray(), 5);
        int last = 0;
        for (int i = 0; i < days.Length; i++)
        {
            DayRecords day = days[i] ??= new DayRecords();
            s.Int(ref day.Day, i == 0 ? OpenFactsCodec.FirstPossibleDay : last + 1, OpenFactsCodec.LastPossibleDay);
            last = day.Day;
            s.Int(ref day.Learned, 0);
            s.Int(ref day.Late, 0);
            int hours = (int)day.Hours;
            s.Int(ref hours, 0, (1 << 24) - 1);
            day.Hours = (uint)hours;
            s.Flag(ref day.HasHashes);
            if (day.HasHashes)
            {
                day.Hashes = RecordHashes.Transfer(s, day.Hashes);
            }

            _days[day.Day] = day;
        }
    }
}
