using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.LoggingConfig;

namespace StormDetect.Core;

/// <summary>One step of a plan to read a configuration.</summary>
public sealed record ConfigReadStep
{
    /// <summary>The part.</summary>
    public required ConfigPart Part { get; init; }

    /// <summary>The service that has it.</summary>
    public required string Service { get; init; }

    /// <summary>The commands or requests.</summary>
    public required string ReadBy { get; init; }

    /// <summary>Whether this session can run it; null where it is not for a session to run.</summary>
    public bool? IsAvailable { get; init; }

    /// <summary>The permission or role it takes.</summary>
    public required string Permission { get; init; }

    /// <summary>What it costs.</summary>
    public required string Cost { get; init; }

    /// <summary>The cmdlets of an Exchange Online or Security and Compliance session that read it, best first; empty where there is none.</summary>
    public required IReadOnlyList<string> Commands { get; init; }

    /// <summary><see cref="Commands"/> as text.</summary>
    public string CommandsText => PlainText.Line(Commands);

    /// <summary>The steps for the whole of a configuration.</summary>
    public static IReadOnlyList<ConfigReadStep> All { get; } = PartCatalog.All.Select(static definition => new ConfigReadStep
    {
        Part = definition.Part, Service = definition.Service, ReadBy = definition.ReadBy, Permission = definition.Permission, Cost = definition.Cost, Commands = definition.Commands,
    }).ToArray();

    /// <summary>The step in one line.</summary>
    /// <returns>Part and command.</returns>
    public override string ToString() => $"{Part}: {ReadBy}";
}
