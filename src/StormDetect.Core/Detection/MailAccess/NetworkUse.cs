namespace StormDetect.Core.Detection.MailAccess;

/// <summary>How a mailbox, or the services of a tenant, use a network.</summary>
internal struct NetworkUse
{
    /// <summary>Days on which mail was read from there, and the last of them (<see cref="System.DateOnly.DayNumber"/>).</summary>
    public int Days, LastDay;

    /// <summary>
    /// Of a mailbox: the day on which it came to know the network (<see cref="TenantModel.DaysToKnow"/>), and that on which it was at home there (<see cref="TenantModel.DaysToSettle"/>); 0 where it did not, or
    /// an earlier format of baselines did not keep it. Groups that close their days later than reading does have to know what was known when.
    /// </summary>
    public int Known, Home;
}
