using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using StormDetect.Core;

namespace StormDetect.Graph.Tests.AuditLog;

/// <summary>Keeps what a route hands on.</summary>
internal sealed class SliceBox : ISliceReceiver
{
    /// <summary>Everything that was noted.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The records as text.</summary>
    public List<string> Records { get; } = [];

    /// <summary>What it was told while it waited.</summary>
    public List<string> Waits { get; } = [];

    /// <summary>Pages.</summary>
    public int Pages { get; private set; }

    public string Ticket => Notes.LastOrDefault() ?? string.Empty;

    public void Note(string ticket) => Notes.Add(ticket);

    public void Record(ReadOnlySpan<byte> json) => Records.Add(Encoding.UTF8.GetString(json));

    public void Page(long? announced) => Pages++;

    public void Waiting(string status) => Waits.Add(status);
}
