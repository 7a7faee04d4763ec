using System;
using System.Text;

namespace StormDetect.Core.Scenarios;

/// <summary>What all records of a tenant share, as bytes, and the habits of its log.</summary>
internal sealed class TenantText(Guid id, string name, string domain, DateOnly start, ulong salt)
{
    /// <summary>A time that does not come.</summary>
    public const int Never = int.MaxValue / 2;

    public Guid Id { get; } = id;

    public byte[] IdText { get; } = Encoding.ASCII.GetBytes(id.ToString("D"));

    /// <summary>OrganizationName.</summary>
    public byte[] Name { get; } = Encoding.ASCII.GetBytes(name + ".onmicrosoft.example");

    public byte[] ShortName { get; } = Encoding.ASCII.GetBytes(name);

    public string Domain { get; } = domain;

    public DateTime Start { get; } = start.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    public ulong Salt { get; } = salt;

    /// <summary>From this scenario second on, web clients' records carry ClientAppId; before, they lack it.</summary>
    public int ClientAppIdFrom { get; set; } = int.MinValue;

    /// <summary>How long the change takes to reach every mailbox, in seconds.</summary>
    public int ClientAppIdSpread { get; set; } = 1;

    /// <summary>Share of Bind records without IsThrottled (seen in records of 2025).</summary>
    public double ThrottleFlagMissing { get; set; }

    /// <summary>Share of records whose slashes are escaped.</summary>
    public double EscapedSlashes { get; set; }

    /// <summary>Share of records of older servers: items with a message id only, no token fields.</summary>
    public double OldItems { get; set; }

    /// <summary>Share of IPv6 among background services' addresses.</summary>
    public double ServiceV6 { get; set; } = 0.8;

    /// <summary>Whether Sync records say "Not Available" for the folder's path.</summary>
    public double SyncPathMissing { get; set; }
}
