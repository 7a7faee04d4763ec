namespace StormDetect.Core.Detection.MailAccess;

/// <summary>How a mailbox, or the services of a tenant, use a network.</summary>
internal struct NetworkUse
{
    /// <summary>Days on which mail was read from there, and the last of them (<see cref="System.DateOnly.DayNumber"/>).</summary>
    public int Days, LastDay;
}
