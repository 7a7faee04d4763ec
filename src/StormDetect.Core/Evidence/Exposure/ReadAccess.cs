namespace StormDetect.Core;

/// <summary>Who read a mailbox, when and how: what a pattern is matched with.</summary>
/// <param name="Ticks">UTC ticks.</param>
/// <param name="TenantId">OrganizationId, or empty.</param>
/// <param name="Mailbox">Its address, or empty.</param>
/// <param name="MailboxGuid">Its id in lower case, or empty.</param>
/// <param name="UserId">The acting user.</param>
/// <param name="SessionId">The session, or empty.</param>
/// <param name="AppId">AppId in lower case, or empty.</param>
/// <param name="ClientAppId">ClientAppId in lower case, or empty.</param>
/// <param name="Family">The protocol family.</param>
/// <param name="Address">The client's address as the log spells it.</param>
internal readonly record struct ReadAccess(
    long Ticks, string TenantId, string Mailbox, string MailboxGuid, string UserId, string SessionId, string AppId, string ClientAppId, ClientFamily Family, string Address)
{
    /// <summary>What a person calls the mailbox.</summary>
    public string Name => Mailbox.Length > 0 ? Mailbox : MailboxGuid.Length > 0 ? MailboxGuid : "(unknown mailbox)";

    /// <summary>What a person calls the application.</summary>
    public string Application
    {
        get
        {
            string id = ClientAppId.Length > 0 ? ClientAppId : AppId;
            string name = KnownApplications.NameOf(id);
            return id.Length == 0 ? Family.ToString() : name.Length > 0 ? $"{name} ({id})" : id;
        }
    }
}
