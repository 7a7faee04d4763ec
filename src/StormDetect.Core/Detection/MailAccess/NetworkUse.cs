namespace StormDetect.Core.Detection.MailAccess;

/// <summary>How a mailbox uses a network.</summary>
internal struct NetworkUse
{
    /// <summary>Days on which it was read from there, and the last of them (<see cref="System.DateOnly.DayNumber"/>).</summary>
    public int Days, LastDay;
}
