using System;
using System.Collections.Generic;
using StormDetect.Core.Acquisition;

namespace StormDetect.Core;

/// <summary>One way mail is read in a tenant: an application and client, with how many mailboxes it reads and since when.</summary>
public sealed class MailAccessApplication : INamesApplications
{
    private string _appName = string.Empty;
    private string _clientAppName = string.Empty;

    /// <summary>OrganizationId of the tenant; empty where the log does not say.</summary>
    public required string TenantId { get; init; }

    /// <summary>The mail domain that most of the tenant's mailboxes in the log have: what to call the tenant. Empty where no mailbox is known by its address.</summary>
    public string TenantName { get; init; } = string.Empty;

    /// <summary>AppId of the token that reached Exchange; empty where the records carry none.</summary>
    public required string AppId { get; init; }

    /// <summary>Name of <see cref="AppId"/>, for display only: what the tenant's directory calls it where that was asked, else its published name; empty where there is neither.</summary>
    public required string AppName
    {
        get => _appName;
        init => _appName = value;
    }

    /// <summary>Who registered <see cref="AppId"/>, as the tenant's directory says: Microsoft, this tenant, or another one; empty where it was not asked (ResolveApplication) or does not know it.</summary>
    public string AppOwner { get; private set; } = string.Empty;

    /// <summary>ClientAppId: the application behind the call; empty where the records carry none.</summary>
    public required string ClientAppId { get; init; }

    /// <summary>Name of <see cref="ClientAppId"/>, for display only, as <see cref="AppName"/>.</summary>
    public required string ClientAppName
    {
        get => _clientAppName;
        init => _clientAppName = value;
    }

    /// <summary>Who registered <see cref="ClientAppId"/>, as the tenant's directory says: Microsoft, this tenant, or another one; empty where it was not asked (ResolveApplication) or does not know it.</summary>
    public string ClientAppOwner { get; private set; } = string.Empty;

    /// <summary>The protocol family.</summary>
    public required ClientFamily ClientFamily { get; init; }

    /// <summary>On whose authority it opens mailboxes.</summary>
    public required LogonKind Logon { get; init; }

    /// <summary>How many mailboxes it read.</summary>
    public required int MailboxCount { get; init; }

    /// <summary>How many mailboxes had any mail access in the tenant.</summary>
    public required int TenantMailboxCount { get; init; }

    /// <summary>The mailboxes it read (at most 100, alphabetical).</summary>
    public required IReadOnlyList<string> Mailboxes { get; init; }

    /// <summary>How many networks it came from.</summary>
    public required int NetworkCount { get; init; }

    /// <summary>The networks it came from (at most 100, most used first).</summary>
    public required IReadOnlyList<string> Networks { get; init; }

    /// <summary>Access records.</summary>
    public required long AccessCount { get; init; }

    /// <summary>Items those records name.</summary>
    public required long ItemCount { get; init; }

    /// <summary>Folders synchronised.</summary>
    public required long SyncedFolderCount { get; init; }

    /// <summary>Days with access.</summary>
    public required int ActiveDays { get; init; }

    /// <summary>Time of the first record (UTC).</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>Time of the last record (UTC).</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>
    /// Mailboxes a day in the last seven days against the days before, as a ratio: 1 is steady, 2 doubled. Null where there is no earlier time.
    /// </summary>
    public required double? Trend { get; init; }

    /// <summary><see cref="FirstSeen"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string FirstSeenText => UtcTimeText.Of(FirstSeen);

    /// <summary><see cref="LastSeen"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string LastSeenText => UtcTimeText.Of(LastSeen);

    /// <summary><see cref="Mailboxes"/> as one line, for <c>Export-Csv</c>.</summary>
    public string MailboxesText => PlainText.Line(Mailboxes);

    /// <summary><see cref="Networks"/> as one line, for <c>Export-Csv</c>.</summary>
    public string NetworksText => PlainText.Line(Networks);

    /// <summary>The path in one line.</summary>
    /// <returns>Names or ids, and the family.</returns>
    public override string ToString() =>
        $"{(AppName.Length > 0 ? AppName : AppId)} / {(ClientAppName.Length > 0 ? ClientAppName : ClientAppId)} ({ClientFamily})";

    void INamesApplications.Name(TenantApplication? app, TenantApplication? clientApp)
    {
        (_appName, AppOwner) = app is null ? (_appName, AppOwner) : (app.Name, app.OwnerFor(TenantId));
        (_clientAppName, ClientAppOwner) = clientApp is null ? (_clientAppName, ClientAppOwner) : (clientApp.Name, clientApp.OwnerFor(TenantId));
    }
}
