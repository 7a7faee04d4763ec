using System;
using System.Text.Json;
using System.Threading;

namespace StormDetect.FakeTenant;

/// <summary>An audit query that was submitted.</summary>
internal sealed class AuditQuery
{
    private int _passes;

    public required string Id { get; init; }

    /// <summary>What was asked for, as it came.</summary>
    public required JsonElement Asked { get; init; }

    public required LogFilter Filter { get; init; }

    /// <summary>What it asks for and how often that was asked: faults go by it.</summary>
    public required string Key { get; init; }

    /// <summary>The tenant's time of submission.</summary>
    public required DateTimeOffset Submitted { get; init; }

    public string Status { get; set; } = "notStarted";

    public int Polls { get; set; }

    /// <summary>What it found.</summary>
    public int[] Rows { get; set; } = [];

    public bool IsLimited { get; set; }

    /// <summary>How far the count it announces is off.</summary>
    public int CountError { get; set; }

    public bool IsOpen => Status is "notStarted" or "running";

    /// <summary>Whether its first reading leaves rows out.</summary>
    public bool LeavesSomeOut { get; set; }

    /// <summary>How often its records were read from the beginning.</summary>
    public int Passes => _passes;

    public int BeginPass() => Interlocked.Increment(ref _passes);
}
