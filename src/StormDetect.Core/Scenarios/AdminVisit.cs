namespace StormDetect.Core.Scenarios;

/// <summary>An administrator's legitimate look into a mailbox: a search for a case, a restored message.</summary>
/// <param name="Administrator">Who looks.</param>
/// <param name="Mailbox">Where.</param>
/// <param name="Start">When, in scenario seconds.</param>
/// <param name="Records">How often, within the hour.</param>
internal sealed record AdminVisit(Mailbox Administrator, Mailbox Mailbox, int Start, int Records);
