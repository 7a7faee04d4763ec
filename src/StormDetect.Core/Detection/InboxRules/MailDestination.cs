namespace StormDetect.Core.Detection.InboxRules;

/// <summary>Where a rule sends mail.</summary>
/// <param name="Text">The destination as the rule names it.</param>
/// <param name="Address">Its address in lower case; empty where the rule does not say it.</param>
/// <param name="Kind">Whether that is outside.</param>
/// <param name="Resembles">The own domain that it looks like; empty for none.</param>
/// <param name="IsWebmail">Whether anybody gets a mailbox there for nothing.</param>
internal sealed record MailDestination(string Text, string Address, MailDestinationKind Kind, string Resembles = "", bool IsWebmail = false);
