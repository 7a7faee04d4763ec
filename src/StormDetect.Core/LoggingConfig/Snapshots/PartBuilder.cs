using System;
using System.Collections.Generic;

namespace StormDetect.Core.LoggingConfig;

/// <summary>A part that is being collected.</summary>
internal sealed class PartBuilder
{
    private readonly List<ConfigRow> _rows = [];
    private readonly Dictionary<string, int> _keys = new(StringComparer.OrdinalIgnoreCase);

    public PartBuilder()
    {
    }

    public PartBuilder(PartContent content)
    {
        State = content.State;
        Source = content.Source;
        Reason = content.Reason;
        ReadAt = content.ReadAt;
        Slices.UnionWith(content.DoneSlices);
        foreach (ConfigRow row in content.Rows)
        {
            Add(row);
        }
    }

    public ConfigPartState State { get; set; } = ConfigPartState.NotRead;

    public string Source { get; set; } = string.Empty;

    public string Reason { get; set; } = string.Empty;

    public DateTimeOffset? ReadAt { get; set; }

    public SortedSet<string> Slices { get; } = new(StringComparer.Ordinal);

    public int Count => _rows.Count;

    public void Add(ConfigRow row)
    {
        string key = RowKey(row);
        if (key.Length > 0 && _keys.TryGetValue(key, out int index))
        {
            _rows[index] = row;
            return;
        }

        if (key.Length > 0)
        {
            _keys.Add(key, _rows.Count);
        }

        _rows.Add(row);
    }

    public PartContent Build(PartDefinition definition) => new()
    {
        Definition = definition, State = State, Rows = _rows.ToArray(), Source = Source, Reason = Reason, ReadAt = ReadAt, DoneSlices = [.. Slices],
    };

    // The same assignment is listed once as such and once for every person it reaches.
    private static string RowKey(ConfigRow row) =>
        row.Definition.Part == ConfigPart.RoleAssignments && row.Key.Length > 0 ? $"{row.Key}\n{row.Text("EffectiveUserName")}" : row.Key;
}
