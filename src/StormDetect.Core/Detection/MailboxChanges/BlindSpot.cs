namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>What a change keeps from the log from then on until it is taken back.</summary>
/// <param name="Scope">Whether of the tenant, a mailbox or an actor.</param>
/// <param name="Cause">Why.</param>
/// <param name="Certainty">How sure that is.</param>
/// <param name="Why">It in words.</param>
internal sealed record BlindSpot(BlindScope Scope, BlindCause Cause, Certainty Certainty, string Why);
