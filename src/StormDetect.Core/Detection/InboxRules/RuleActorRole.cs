namespace StormDetect.Core;

/// <summary>What somebody who changed an inbox rule is to the mailbox.</summary>
public enum RuleActorRole
{
    /// <summary>The log does not say.</summary>
    Unknown,

    /// <summary>The mailbox's owner, or whoever has the owner's session.</summary>
    Owner,

    /// <summary>Somebody with rights on another's mailbox.</summary>
    Delegate,

    /// <summary>An administrator who named another's mailbox.</summary>
    Admin,

    /// <summary>An administrator of another organisation: a partner, or Microsoft.</summary>
    ForeignAdmin,
}
