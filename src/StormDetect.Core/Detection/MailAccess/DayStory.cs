using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// A candidate: accesses of one tenant-day that share a path and a network or session. Formed from structure alone, before anything is scored, so that
/// the number of things tested does not depend on how they look.
/// </summary>
internal sealed class DayStory
{
    public required int Path { get; init; }

    public required int Day { get; init; }

    public required IReadOnlyList<Access> Accesses { get; init; }

    public List<Evidence> Evidence { get; } = [];

    /// <summary>Whether it was judged across mailboxes, for lack of earlier days.</summary>
    public bool AcrossMailboxes { get; set; }

    /// <summary>How many earlier days it was judged by; 0 when judged across mailboxes.</summary>
    public int HistoryDays { get; set; }

    public int MailboxesBefore { get; set; }

    /// <summary>The nominal Medium threshold that held on its day.</summary>
    public double Threshold { get; set; }

    /// <summary>The bits of a single test as rare as the sum of its parts: what is held against nominal bars.</summary>
    public double Effective { get; set; }

    /// <summary>What it is ranked among (<see cref="ScoreHistory.Classes"/>).</summary>
    public int Class { get; set; }

    /// <summary>Its rank among past candidates; null on warm-up days, which have none.</summary>
    public Calibration? Calibration { get; set; }

    /// <summary>The id of the story it belongs to; empty where it is too ordinary to belong to one.</summary>
    public string StoryId { get; set; } = string.Empty;

    public Severity Severity { get; set; }

    /// <summary>The sum of its parts: what is ranked.</summary>
    public double Score
    {
        get
        {
            double sum = 0;
            foreach (Evidence evidence in Evidence)
            {
                sum += evidence.Bits;
            }

            return sum;
        }
    }

    public int First => Accesses.Min(static a => a.First);

    public int Last => Accesses.Max(static a => a.Last);

    public IEnumerable<int> Mailboxes => Accesses.Select(static a => a.Mailbox).Distinct();

    public double BitsOf(EvidenceKind kind)
    {
        double bits = 0;
        foreach (Evidence evidence in Evidence)
        {
            bits += evidence.Kind == kind ? evidence.Bits : 0;
        }

        return bits;
    }

    public void Add(EvidenceKind kind, string code, double bits, double? observed, double? expected, double population)
    {
        if (Math.Abs(bits) >= 0.05)
        {
            Evidence.Add(new Evidence(kind, code, Math.Round(bits, 2), observed, expected, population));
        }
    }
}
