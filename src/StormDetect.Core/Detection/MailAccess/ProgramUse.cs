namespace StormDetect.Core.Detection.MailAccess;

/// <summary>How a mailbox uses a program.</summary>
internal struct ProgramUse
{
    /// <summary>Days on which mail was read with it, and the last of them (<see cref="System.DateOnly.DayNumber"/>).</summary>
    public int Days, LastDay;
}
