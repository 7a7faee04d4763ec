using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>The pages of one session of Search-UnifiedAuditLog.</summary>
internal sealed class ExchangePages
{
    private readonly HashSet<string> _rows = new(StringComparer.Ordinal);
    private readonly HashSet<string> _records = new(StringComparer.Ordinal);

    public int Count { get; set; }

    /// <summary>ResultCount of the first rows.</summary>
    public long Announced { get; private set; }

    public long Received { get; private set; }

    public long Different => _records.Count;

    public SliceOutcome Outcome { get; private set; } = SliceOutcome.Complete;

    public string Trouble { get; private set; } = string.Empty;

    /// <summary>Takes a page. A session that is asked past its end has been seen to begin again: what came on an earlier page is left out.</summary>
    /// <returns>Whether it brought anything new: a row, or where rows are not numbered through, a record.</returns>
    public bool Take(List<ExchangeRow> rows, ISliceReceiver? receiver, bool byRow)
    {
        Count++;
        Announced = Announced > 0 || rows.Count == 0 ? Announced : rows.Max(static row => row.Announced);
        long received = Received;
        long different = Different;
        string[] keys = [.. rows.Select(static row => row.Key)];
        for (int i = 0; i < rows.Count; i++)
        {
            if (!_rows.Contains(RowKey(rows[i], keys[i])))
            {
                Received++;
                receiver?.Record(Encoding.UTF8.GetBytes(rows[i].Json));
            }
        }

        _rows.UnionWith(rows.Select((row, i) => RowKey(row, keys[i])));
        _records.UnionWith(keys);
        return byRow ? Received > received : Different > different;
    }

    public ExchangePages Failed(string trouble)
    {
        Outcome = SliceOutcome.Retry;
        Trouble = trouble;
        return this;
    }

    public ExchangePages Overfull()
    {
        Outcome = SliceOutcome.Overflow;
        Trouble = "more rows than a session gives";
        return this;
    }

    private static string RowKey(ExchangeRow row, string key) => string.Create(CultureInfo.InvariantCulture, $"{row.Index} {key}");
}
