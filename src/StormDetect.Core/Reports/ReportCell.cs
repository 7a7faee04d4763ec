namespace StormDetect.Core.Reports;

/// <summary>One application from one network, over all mailboxes concerned.</summary>
internal sealed class ReportCell
{
    public required int Application { get; init; }

    public required int Network { get; init; }

    public long Records { get; set; }

    public long Items { get; set; }

    public int Mailboxes { get; set; }

    /// <summary>Records that belong to a finding.</summary>
    public long Flagged { get; set; }

    /// <summary>First and last use, in seconds (<see cref="Facts.FactTime"/>).</summary>
    public int First { get; set; } = int.MaxValue;

    public int Last { get; set; } = int.MinValue;
}
