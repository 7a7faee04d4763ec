namespace StormDetect.Core.Scenarios;

/// <summary>Which kind of finding a planted record belongs into.</summary>
internal enum PlantedPart : byte
{
    /// <summary>None: it goes with the others, as a sign-in does.</summary>
    Context,

    /// <summary>Mail access.</summary>
    MailAccess,

    /// <summary>A rule of an inbox.</summary>
    InboxRule,

    /// <summary>A change of a mailbox, the tenant or the directory.</summary>
    MailboxChange,

    /// <summary>Searching, moving, deleting, sending.</summary>
    MailActivity,
}
