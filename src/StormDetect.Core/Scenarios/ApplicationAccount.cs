namespace StormDetect.Core.Scenarios;

/// <summary>An application that reads mailboxes on its own schedule: backup, archive, CRM, a personal add-on, or a background service.</summary>
internal sealed class ApplicationAccount
{
    public required string Name { get; init; }

    public required ClientProfile Client { get; init; }

    /// <summary>The mailboxes it reads.</summary>
    public required Mailbox[] Mailboxes { get; init; }

    /// <summary>From which day each mailbox is read; null for always.</summary>
    public int[]? FromDays { get; init; }

    /// <summary>The day after its last; services retire.</summary>
    public int ToDay { get; init; } = int.MaxValue;

    /// <summary>Visits to a mailbox on a day.</summary>
    public required double Rate { get; init; }

    /// <summary>Items in a record.</summary>
    public required int MeanItems { get; init; }

    /// <summary>Its addresses; empty when they are new every time.</summary>
    public NetAddress[] Addresses { get; set; } = [];

    /// <summary>From this day on its calls come from <see cref="MovedAddresses"/>.</summary>
    public int MovedFrom { get; set; } = int.MaxValue;

    public NetAddress[] MovedAddresses { get; set; } = [];

    public Provider? ChurningProvider { get; init; }

    /// <summary>Start and length of its daily window in UTC seconds; a job runs at night, a service all day.</summary>
    public int WindowStart { get; init; }

    public int WindowLength { get; init; } = 86_400;

    /// <summary>Whether it follows the mailboxes' working days.</summary>
    public bool FollowsWork { get; init; }

    /// <summary>The kind of benign event that its beginning is, for one that was not always there.</summary>
    public string BeginsAs { get; init; } = "new-application";
}
