namespace StormDetect.Core.Scenarios;

/// <summary>Somebody's right to read another mailbox, and the use made of it.</summary>
internal sealed record Delegation(Mailbox Mailbox, double Rate, int FromDay, bool Syncs);
