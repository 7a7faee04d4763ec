using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Changes that are one story, with what speaks for and against it.</summary>
internal sealed class ChangeStory
{
    private readonly Dictionary<string, ChangeSignal> _signals = new(StringComparer.Ordinal);

    public ChangeStory(IReadOnlyList<MailboxChange> changes) => Changes = changes;

    /// <summary>What opens, sends or blinds, in order of time.</summary>
    public IReadOnlyList<MailboxChange> Changes { get; }

    public MailboxChange First => Changes[0];

    public string TenantId => First.TenantId;

    /// <summary>The last of what was done.</summary>
    public DateTimeOffset Last => Changes[^1].Time;

    /// <summary>The changes that took parts of it back, in order of time.</summary>
    public IReadOnlyList<MailboxChange> Endings => [.. Changes.Where(static c => c.EndedBy is not null).Select(static c => c.EndedBy!).Distinct().OrderBy(static c => c.Time).ThenBy(static c => c.Key)];

    public bool IsReverted => Changes.All(static c => c.EndedBy is not null);

    public IReadOnlyList<ChangeSignal> Signals => [.. _signals.Values.OrderByDescending(static s => s.Weight).ThenBy(static s => s.Code, StringComparer.Ordinal)];

    public double Score => Math.Max(0, _signals.Values.Sum(static s => s.Weight));

    public Severity Severity => Score switch
    {
        >= 10 => Severity.Critical,
        >= 7 => Severity.High,
        >= 4 => Severity.Medium,
        >= 2 => Severity.Low,
        _ => Severity.Informational,
    };

    /// <summary>The mailboxes changed, resolved.</summary>
    public IReadOnlyList<string> Mailboxes => [.. Changes.Where(static c => c.IsOfMailbox && c.Subject.Length > 0).Select(static c => c.Subject).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public IReadOnlyList<string> Actors => [.. Changes.Select(static c => c.Actor).Where(static a => a.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Adds what speaks for or against it; a code counts once, at its heaviest.</summary>
    public void Add(ChangeSignal signal)
    {
        if (!_signals.TryGetValue(signal.Code, out ChangeSignal? known) || Math.Abs(signal.Weight) > Math.Abs(known.Weight)
            || (Math.Abs(signal.Weight) == Math.Abs(known.Weight) && string.CompareOrdinal(signal.Text, known.Text) < 0))
        {
            _signals[signal.Code] = signal;
        }
    }
}
