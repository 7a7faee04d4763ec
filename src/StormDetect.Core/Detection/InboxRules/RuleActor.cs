namespace StormDetect.Core.Detection.InboxRules;

/// <summary>Who changed a rule, in what part towards the mailbox.</summary>
/// <param name="UserId">The user as the log spells it.</param>
/// <param name="Role">Its part.</param>
/// <param name="AppId">AppId of the record, in lower case.</param>
/// <param name="ClientAppId">ClientAppId of the record, in lower case.</param>
/// <param name="Client">The client program, in few words.</param>
internal sealed record RuleActor(string UserId, RuleActorRole Role, string AppId, string ClientAppId, string Client);
