namespace StormDetect.Core.Detection.MailAccess;

/// <summary>How the mailboxes of a path were read on one day.</summary>
internal struct PathDay
{
    /// <summary>Mailboxes it read.</summary>
    public int Mailboxes;

    /// <summary>Those it had read before and now reads from strange networks only.</summary>
    public int Moved;

    /// <summary>Those it had never read.</summary>
    public int New;
}
