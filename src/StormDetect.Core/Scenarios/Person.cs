using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>How somebody works: hours, places, clients.</summary>
internal sealed class Person
{
    /// <summary>Offset of the local clock in seconds.</summary>
    public required int ZoneOffset { get; init; }

    /// <summary>Working hours in local seconds of the day.</summary>
    public required int WorkStart { get; init; }

    public required int WorkEnd { get; init; }

    /// <summary>Bit n is set when the person works on day n of the week (Sunday is 0).</summary>
    public required int WorkDays { get; init; }

    /// <summary>This person's volume against the average.</summary>
    public required double Activity { get; init; }

    public required double OfficeShare { get; init; }

    public required double VpnShare { get; init; }

    public required double V6Share { get; init; }

    public required Office Office { get; init; }

    public required Provider HomeProvider { get; init; }

    public required Provider PhoneProvider { get; init; }

    public NetAddress HomeV4 { get; set; }

    public NetAddress HomeV6 { get; set; }

    /// <summary>Days until the home address changes, on average; 0 for never.</summary>
    public required int HomeLeaseDays { get; init; }

    public List<ClientUse> Clients { get; } = [];

    /// <summary>Mailboxes of others this person reads.</summary>
    public List<Delegation> Delegations { get; } = [];

    public List<Trip> Trips { get; } = [];

    /// <summary>Days off: [first, last].</summary>
    public List<(int First, int Last)> Holidays { get; } = [];
}
