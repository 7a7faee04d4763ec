using System;
using System.Collections.Generic;

namespace StormDetect.Core.LoggingConfig;

/// <summary>What is known of one part.</summary>
internal sealed class PartContent
{
    public required PartDefinition Definition { get; init; }

    public required ConfigPartState State { get; init; }

    public required IReadOnlyList<ConfigRow> Rows { get; init; }

    public string Source { get; init; } = string.Empty;

    public string Reason { get; init; } = string.Empty;

    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Slices of it that were read to their end, for a reader that goes on later.</summary>
    public IReadOnlyList<string> DoneSlices { get; init; } = [];

    public bool IsComplete => State == ConfigPartState.Read;

    public ConfigPartInfo Info => new()
    {
        Part = Definition.Part,
        State = State,
        Count = Rows.Count,
        Source = Source,
        ReadAt = ReadAt,
        Reason = Reason,
        ReadBy = $"{Definition.ReadBy} ({Definition.Permission})",
    };

    public static PartContent NotRead(PartDefinition definition) => new() { Definition = definition, State = ConfigPartState.NotRead, Rows = [] };
}
