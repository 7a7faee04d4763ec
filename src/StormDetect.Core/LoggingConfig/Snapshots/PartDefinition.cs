using System;
using System.Collections.Generic;

namespace StormDetect.Core.LoggingConfig;

/// <summary>
/// A part as data: the properties kept (and no others, so that a snapshot holds no secrets), how to know its objects, and how to read it.
/// </summary>
internal sealed class PartDefinition
{
    private readonly Dictionary<string, int> _index = new(StringComparer.OrdinalIgnoreCase);

    public PartDefinition(ConfigPart part, string[] properties)
    {
        Part = part;
        Properties = properties;
        for (int i = 0; i < properties.Length; i++)
        {
            _index.Add(properties[i], i);
        }
    }

    public ConfigPart Part { get; }

    /// <summary>The properties kept, in the order a row holds them.</summary>
    public string[] Properties { get; }

    /// <summary>Properties that name an object; the first one present is its key. Two objects with one key are one object, the later one.</summary>
    public required string[] Keys { get; init; }

    /// <summary>An object is of this part if it has all properties of one of these groups.</summary>
    public required string[][] Signatures { get; init; }

    /// <summary>Where it is read: <c>Exchange</c>, <c>Compliance</c>, <c>Graph</c>, or another name.</summary>
    public required string Service { get; init; }

    /// <summary>Commands that read it, best first; empty where there is none in an Exchange or Compliance session.</summary>
    public string[] Commands { get; init; } = [];

    /// <summary>What a person would run.</summary>
    public required string ReadBy { get; init; }

    /// <summary>The permission or role that takes.</summary>
    public required string Permission { get; init; }

    /// <summary>What reading it costs, for the plan.</summary>
    public required string Cost { get; init; }

    public int IndexOf(string property) => _index.GetValueOrDefault(property, -1);
}
