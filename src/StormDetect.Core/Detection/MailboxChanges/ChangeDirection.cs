namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Which way a change goes.</summary>
internal enum ChangeDirection
{
    /// <summary>It opens something, sends mail elsewhere, or blinds the log.</summary>
    Weakens,

    /// <summary>It takes such a thing back. Good news, and the end of what it takes back.</summary>
    Restores,
}
