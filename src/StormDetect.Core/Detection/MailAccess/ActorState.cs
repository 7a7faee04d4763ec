namespace StormDetect.Core.Detection.MailAccess;

/// <summary>What is known of somebody who opens mailboxes of others.</summary>
internal struct ActorState
{
    public int Mailboxes;

    /// <summary>Days on which the actor opened a mailbox for the first time, and the last of them.</summary>
    public int NewDays, LastNewDay;

    /// <summary>Mailboxes opened for the first time on that last day.</summary>
    public int NewOnLastDay;
}
