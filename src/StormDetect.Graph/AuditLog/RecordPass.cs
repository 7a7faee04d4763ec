using System;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>What came while records were read, once or several times.</summary>
internal sealed class RecordPass
{
    private readonly IdCounter _ids = new();

    /// <summary>Rows, duplicates included.</summary>
    public long Rows { get; private set; }

    /// <summary>Of these rows, those before the last reading.</summary>
    public long Reread { get; private set; }

    /// <summary>Pages or blobs.</summary>
    public int Pages { get; private set; }

    /// <summary>Elements that were no objects.</summary>
    public int Strange { get; private set; }

    /// <summary>Different records.</summary>
    public long Distinct => _ids.Count;

    /// <summary>Begins a reading of everything.</summary>
    public void Begin() => Reread = Rows;

    /// <summary>Takes a page.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="receiver">Where they go; null to count them only.</param>
    /// <param name="filter">What is asked for; null where the service applied it.</param>
    public void Take(JsonRows rows, ISliceReceiver? receiver, AuditQueryFilter? filter)
    {
        Pages++;
        Strange += rows.Strange;
        for (int i = 0; i < rows.Count; i++)
        {
            ReadOnlySpan<byte> row = rows[i];
            if (filter?.Matches(row) == false)
            {
                continue;
            }

            Rows++;
            _ids.Add(RecordIdentity.Of(row));
            receiver?.Record(row);
        }
    }
}
