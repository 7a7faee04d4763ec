using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Coverage;

/// <summary>Inbox rules of mailboxes as they stand, beside any log.</summary>
/// <param name="Rules">Inbox rules that were judged.</param>
/// <param name="Read">Mailboxes whose rules were asked for and read; zero where rules were handed in.</param>
/// <param name="Missing">What was asked for and not read, each a mailbox; the tenant, where nobody knows whose rules are missing.</param>
internal sealed record StandingMailboxes(int Rules, int Read, IReadOnlyList<BlindInterval> Missing)
{
    private const int MostNamed = 3;

    /// <summary>Nothing was asked for.</summary>
    public static StandingMailboxes None { get; } = new(0, 0, []);

    /// <summary>Why nobody knows whose rules are missing; null where that is known.</summary>
    public BlindInterval? TenantMissing => Missing.FirstOrDefault(static interval => interval.Scope == BlindScope.Tenant);

    /// <summary>The share of mailboxes that could not be read, in percent.</summary>
    public double UnreadPercent => Missing.Count == 0 ? 0 : 100.0 * Missing.Count / (Read + Missing.Count);

    /// <summary>In words; empty where nothing was asked for.</summary>
    public string Text => this switch
    {
        { TenantMissing: not null, Read: 0 } => "rules of no mailbox read as they stand",
        { TenantMissing: not null } => string.Create(CultureInfo.InvariantCulture, $"rules of {Read:#,0} {Mailboxes(Read)} read as they stand, and not of all"),
        { Missing.Count: > 0 } => string.Create(CultureInfo.InvariantCulture, $"rules of {Read:#,0} of {Read + Missing.Count:#,0} {Mailboxes(Read + Missing.Count)} read as they stand (not of {Named()})"),
        { Read: > 0 } => string.Create(CultureInfo.InvariantCulture, $"rules of {Read:#,0} of {Read:#,0} {Mailboxes(Read)} read as they stand"),
        { Rules: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{Rules:#,0} inbox {(Rules == 1 ? "rule" : "rules")} judged as {(Rules == 1 ? "it stands" : "they stand")}"),
        _ => string.Empty,
    };

    private static string Mailboxes(int count) => count == 1 ? "mailbox" : "mailboxes";

    private string Named() => string.Join(", ", Missing.Take(MostNamed).Select(static interval => PlainText.Safe(interval.Subject))) + (Missing.Count > MostNamed ? " ..." : string.Empty);
}
