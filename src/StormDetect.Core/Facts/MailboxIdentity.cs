using System;

namespace StormDetect.Core.Facts;

/// <summary>A mailbox: MailboxGuid where any record carries it, and the lower-case address where any record carries that.</summary>
internal sealed record MailboxIdentity(int Tenant, Guid? Guid, string Address)
{
    /// <summary>What a person calls it.</summary>
    public string Display => Address.Length > 0 ? Address : Guid?.ToString("D") ?? "(unknown mailbox)";
}
