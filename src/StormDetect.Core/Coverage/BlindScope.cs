namespace StormDetect.Core;

/// <summary>How far a blind interval reaches.</summary>
public enum BlindScope
{
    /// <summary>The whole tenant.</summary>
    Tenant,

    /// <summary>One mailbox, whoever reads it.</summary>
    Mailbox,

    /// <summary>One actor, whatever is read.</summary>
    Actor,
}
