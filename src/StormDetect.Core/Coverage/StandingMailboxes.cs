using System.Globalization;

namespace StormDetect.Core.Coverage;

/// <summary>What was read of mailboxes as they stand, beside any log.</summary>
/// <param name="Rules">Inbox rules that were judged.</param>
/// <param name="Asked">Mailboxes whose rules were asked for; zero where rules were handed in.</param>
/// <param name="Unread">Of these, the ones that could not be read.</param>
/// <param name="IsCut">Whether the list of mailboxes itself did not come whole.</param>
internal readonly record struct StandingMailboxes(int Rules, int Asked, int Unread, bool IsCut)
{
    /// <summary>The share that could not be read, in percent.</summary>
    public double UnreadPercent => Asked == 0 ? 0 : 100.0 * Unread / Asked;

    /// <summary>In words; empty where nothing was asked for.</summary>
    public string Text => this switch
    {
        { Asked: > 0 } or { IsCut: true } => string.Create(CultureInfo.InvariantCulture, $"rules of {Asked - Unread:#,0} of {Asked:#,0} {(Asked == 1 ? "mailbox" : "mailboxes")} read as they stand"),
        { Rules: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{Rules:#,0} inbox {(Rules == 1 ? "rule" : "rules")} judged as {(Rules == 1 ? "it stands" : "they stand")}"),
        _ => string.Empty,
    };
}
