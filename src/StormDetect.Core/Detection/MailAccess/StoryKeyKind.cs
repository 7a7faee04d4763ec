namespace StormDetect.Core.Detection.MailAccess;

/// <summary>What joins the days of a story beside its path.</summary>
internal enum StoryKeyKind
{
    /// <summary>A network nobody is at home in.</summary>
    Network,

    /// <summary>A mailbox, where the story is Low or above.</summary>
    Mailbox,

    /// <summary>The path itself, where it is rare.</summary>
    Path,

    /// <summary>The user who opened a mailbox of others.</summary>
    User,
}
