namespace StormDetect.Core;

/// <summary>What was done to the mail.</summary>
public enum MailActivity
{
    /// <summary>Single items were read (MailAccessType Bind).</summary>
    Bind,

    /// <summary>A folder was synchronised to a desktop client (MailAccessType Sync): the whole folder counts as exposed.</summary>
    Sync,
}
