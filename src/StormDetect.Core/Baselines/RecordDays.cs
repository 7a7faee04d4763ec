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
