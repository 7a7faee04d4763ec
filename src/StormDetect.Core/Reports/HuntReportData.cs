using System;
using System.Collections.Generic;

namespace StormDetect.Core.Reports;

/// <summary>
/// What a report draws beside the findings: counts of the mailboxes concerned, of bounded size whatever the log's. Made from the facts while they are there; the facts themselves are let go.
/// </summary>
internal sealed class HuntReportData
{
    /// <summary>The first day drawn (UTC midnight).</summary>
    public required DateTimeOffset FirstDay { get; init; }

    public required int DayCount { get; init; }

    /// <summary>Mailboxes that findings name, most severe first; those beyond the bound are only counted.</summary>
    public required IReadOnlyList<ReportMailbox> Mailboxes { get; init; }

    public required int MailboxesLeftOut { get; init; }

    /// <summary>Applications of <see cref="Cells"/>, flagged ones first, then by records; the last stands for all others where there are more.</summary>
    public required IReadOnlyList<string> Applications { get; init; }

    /// <summary>Networks of <see cref="Cells"/>, likewise.</summary>
    public required IReadOnlyList<string> Networks { get; init; }

    public required IReadOnlyList<ReportCell> Cells { get; init; }

    /// <summary>Mailbox-hours with access by weekday (Monday first) and UTC hour: usual access of the mailboxes concerned, and that of findings.</summary>
    public required int[][] UsualHours { get; init; }

    public required int[][] FlaggedHours { get; init; }
}
