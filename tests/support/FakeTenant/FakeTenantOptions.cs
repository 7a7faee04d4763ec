using System;
using System.Collections.Generic;
using StormDetect.Core;

namespace StormDetect.FakeTenant;

/// <summary>What a fake tenant looks like and how its services behave. Everything has a default that works.</summary>
public sealed record FakeTenantOptions
{
    /// <summary>Every application permission (Graph and Management Activity) that StormDetect may ask for.</summary>
    public static readonly IReadOnlyList<string> AllPermissions =
    [
        "AuditLogsQuery.Read.All", "AuditLog.Read.All", "ActivityFeed.Read", "User.Read.All", "Directory.Read.All", "Organization.Read.All", "Application.Read.All",
        "DelegatedPermissionGrant.Read.All", "Policy.Read.All", "RoleManagement.Read.Directory", "MailboxSettings.Read", "Mail.ReadBasic.All", "Mail.Read", "Domain.Read.All", "LicenseAssignment.Read.All",
        "ExchangeMessageTrace.Read.All",
    ];

    /// <summary>The scenario that the tenant serves: the same options given to <see cref="AuditScenario.Write"/> write the same records, for comparing live and offline.</summary>
    public AuditScenarioOptions Scenario { get; init; } = new() { Mailboxes = 30, Days = 10, Seed = 7, Attacks = ["storm-0558"] };

    /// <summary>More than 0 serves that many made-up records in place of the scenario's, made one by one as they are asked for: for soaks. Days and mailboxes are the scenario's.</summary>
    public int Records { get; init; }

    /// <summary>The tenant's time when it starts (UTC); null for three days after the log's last day, when everything has arrived. It runs on from there.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>The port of <see cref="FakeTenantServer.BaseAddress"/>; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>Certificate and key (PEM) of the login service, made if the file is missing, so that a process can be started with SSL_CERT_FILE before there is a tenant; empty for one of the process.</summary>
    public string TlsCertificateFile { get; init; } = string.Empty;

    /// <summary>What goes wrong from the start; a server's <see cref="FakeTenantServer.Faults"/> can be changed at any time.</summary>
    public FakeTenantFaults Faults { get; init; } = new();

    /// <summary>How long access tokens live.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The permissions of the application that is registered from the start, of its managed identities, and what the user consents to.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = AllPermissions;

    /// <summary>The directory roles of the signed-in user.</summary>
    public IReadOnlyList<string> UserRoles { get; init; } = ["Global Reader", "Security Reader"];

    /// <summary>Directory roles the signed-in user has through a group: tokens do not name them.</summary>
    public IReadOnlyList<string> UserGroupRoles { get; init; } = [];

    /// <summary>Directory roles of the application's service principal.</summary>
    public IReadOnlyList<string> ApplicationRoles { get; init; } = [];

    /// <summary>Whether of roles only type and id are shown to who may not read roles.</summary>
    public bool HidesRoles { get; init; }

    /// <summary>Whether somebody was there before the log begins: a rule in the first mailbox and an application that reads all mail, of which no record tells.</summary>
    public bool HasOlderIntruder { get; init; }

    /// <summary>Whether the tenant has Entra ID P1 or P2; without, it shows no sign-ins.</summary>
    public bool HasPremium { get; init; } = true;

    /// <summary>Whether this is a cloud with audit log queries; else they are unknown segments.</summary>
    public bool HasAuditQueries { get; init; } = true;

    /// <summary>How many polls of an audit query are answered notStarted, then running, before it ends.</summary>
    public int QueryPolls { get; init; } = 2;

    /// <summary>Audit log records on a page, where the request does not say.</summary>
    public int AuditPageSize { get; init; } = 150;

    /// <summary>The most audit log records on a page, whatever the request says.</summary>
    public int MostAuditPageSize { get; init; } = 1_000;

    /// <summary>The most records of one audit query; more are left out and flagged.</summary>
    public int MostQueryRecords { get; init; } = 1_000_000;

    /// <summary>Audit queries a tenant may submit in 24 hours (by the tenant's time).</summary>
    public int MostQueriesPerDay { get; init; } = 200;

    /// <summary>Audit queries that may be waiting or running.</summary>
    public int MostOpenQueries { get; init; } = 50;

    /// <summary>Whether an audit query gives the records of its end's very second, which no document says.</summary>
    public bool IncludesQueryEnd { get; init; }

    /// <summary>Whether audit log records are written as the documentation has them, and not as real tenants were seen to answer.</summary>
    public bool HasDocumentedRecords { get; init; }

    /// <summary>Whether v1.0 answers audit queries with 404, as some tenants were seen to do.</summary>
    public bool HasAuditQueriesInBetaOnly { get; init; }

    /// <summary>Whether the signed-in user has an audit role of Exchange (View-Only Audit Logs); directory roles do not count.</summary>
    public bool UserHasAuditRole { get; init; } = true;

    /// <summary>Whether auditing is on; off, searches succeed and find nothing.</summary>
    public bool IsAuditingOn { get; init; } = true;

    /// <summary>Whether one request for sign-ins may ask for several kinds; some tenants were seen to refuse it.</summary>
    public bool CombinesSignInKinds { get; init; }

    /// <summary>How far back the audit log goes.</summary>
    public TimeSpan AuditRetention { get; init; } = TimeSpan.FromDays(180);

    /// <summary>How far back the sign-ins go.</summary>
    public TimeSpan SignInRetention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Directory objects on a page, where the request does not say.</summary>
    public int DirectoryPageSize { get; init; } = 100;

    /// <summary>Sign-in requests an application may send in ten seconds; 0 for any number. The service's own is 5.</summary>
    public int SignInRequestsPerTenSeconds { get; init; }

    /// <summary>Requests to one mailbox that may be under way at once: Outlook's limit for an application.</summary>
    public int MostMailboxRequests { get; init; } = 4;

    /// <summary>Content types whose subscription of the Management Activity API was started long ago.</summary>
    public IReadOnlyList<string> Subscriptions { get; init; } = [];

    /// <summary>How long after its start a subscription lists its first blobs. The documented 12 hours, though real tenants were seen to answer in minutes.</summary>
    public TimeSpan FirstContentDelay { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How far before its start a subscription's content reaches: documented as not at all, seen to be about 22 hours.</summary>
    public TimeSpan ContentBackfill { get; init; }

    /// <summary>How long content can be fetched: documented as 7 days, seen to be about 20.</summary>
    public TimeSpan ContentLifetime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Whether a content window of exactly 24 hours is refused, as some tenants were seen to do.</summary>
    public bool RefusesWholeDay { get; init; }

    /// <summary>Blobs on a page of the Management Activity API.</summary>
    public int ContentPageSize { get; init; } = 100;

    /// <summary>Records in a blob.</summary>
    public int BlobRecords { get; init; } = 200;

    /// <summary>The most records of one session of Search-UnifiedAuditLog.</summary>
    public int MostSessionRecords { get; init; } = 50_000;

    /// <summary>How many times a device code is not yet confirmed when it is asked for.</summary>
    public int DeviceCodePolls { get; init; } = 1;
}
