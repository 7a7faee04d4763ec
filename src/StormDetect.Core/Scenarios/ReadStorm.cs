namespace StormDetect.Core.Scenarios;

/// <summary>A client gone wrong: more than a thousand Binds of one mailbox within hours, after which Exchange logs no Bind of it for a day.</summary>
/// <param name="Mailbox">The mailbox.</param>
/// <param name="Client">The client.</param>
/// <param name="Start">Its first record, in scenario seconds.</param>
/// <param name="Length">How long it takes to reach the limit.</param>
/// <param name="Records">Records until silence.</param>
internal sealed record ReadStorm(Mailbox Mailbox, ClientUse Client, int Start, int Length, int Records);
