namespace StormDetect.Core.Scenarios;

/// <summary>What kind of company announces an address range.</summary>
internal enum ProviderKind
{
    /// <summary>Homes: an address lasts for weeks.</summary>
    Residential,

    /// <summary>Phones: a new address several times a day.</summary>
    Mobile,

    /// <summary>Rented servers: third-party applications, VPN exits and intruders alike.</summary>
    Hosting,

    /// <summary>Hotels, trains, cafes.</summary>
    Venue,

    /// <summary>The mail service's own front ends and background services.</summary>
    Service,
}
