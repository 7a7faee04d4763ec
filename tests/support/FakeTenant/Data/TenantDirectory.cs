using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using StormDetect.Core.Scenarios;

namespace StormDetect.FakeTenant;

/// <summary>Users, licences, applications, and what mailboxes hold, as they follow from the scenario and its log.</summary>
internal sealed class TenantDirectory
{
    public const string GraphPrincipal = "a0000000-0000-4000-8000-000000000003";
    public const string ExchangePrincipal = "a0000000-0000-4000-8000-000000000002";
    private const string MicrosoftTenant = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";
    private const string E5 = "06ebc4ee-1bb5-47dd-8120-11324bc54e06";
    private const string E3 = "05e9a617-0261-4cee-bb44-138d3ef5d965";

    private static readonly (string Id, string Name, bool OnlyE5)[] s_plans =
    [
        ("efb87545-963c-4e0d-99df-69c6916d9eb0", "EXCHANGE_S_ENTERPRISE", false), ("2f442157-a11c-46b9-ae5b-6e39ff4e5849", "M365_ADVANCED_AUDITING", true),
        ("41781fb2-bc02-4b7c-bd55-b576c07bb09d", "AAD_PREMIUM", false), ("eec0eb4f-6444-4f95-aba0-50c24d67f998", "AAD_PREMIUM_P2", true),
    ];

    private static readonly string[] s_words = ["Budget", "Agenda", "Offer", "Minutes", "Schedule", "Order", "Question", "Review", "Draft", "Contract", "Status"];

    /// <summary>The application of an intruder who was there before the log begins.</summary>
    public const string OlderApplication = "0b5e1f0e-91c3-4c55-8a6e-5c9b1d7a2f40";

    private readonly TenantData _data;
    private readonly bool _hasOlderIntruder;
    private readonly object _lock = new();
    private readonly Dictionary<string, Mailbox> _byName = new(StringComparer.OrdinalIgnoreCase);
    private Dictionary<Guid, List<MailboxRule>>? _rules;
    private Dictionary<string, MailboxMessage>? _messages;

    public TenantDirectory(TenantData data, bool hasOlderIntruder = false)
    {
        _hasOlderIntruder = hasOlderIntruder;
        _data = data;
        ScenarioTenant tenant = data.Scenario;
        foreach (Mailbox mailbox in tenant.Mailboxes)
        {
            foreach (string name in new[] { mailbox.ToString(), mailbox.ObjectId.ToString("D"), mailbox.Guid.ToString("D"), mailbox.NewAlias.Length > 0 ? mailbox.NewAlias + "@" + mailbox.Domain : mailbox.ToString() })
            {
                _byName[name] = mailbox;
            }
        }

        // Not everybody has a mailbox.
        Users = [.. tenant.Mailboxes.Select(User), WithoutMailbox($"admin@{Encoding.ASCII.GetString(tenant.Text.Name)}", "Member"), WithoutMailbox($"guest_partner.example#EXT#@{Encoding.ASCII.GetString(tenant.Text.Name)}", "Guest")];
        int premium = tenant.Mailboxes.Count(static mailbox => !mailbox.IsShared && IsPremium(mailbox));
        Skus = [Sku(E5, "SPE_E5", premium), Sku(E3, "SPE_E3", tenant.Mailboxes.Count(static mailbox => !mailbox.IsShared) - premium)];
        (Principals, Grants, Assignments) = Applications(tenant, LoggedConsent.Read(data), hasOlderIntruder);
        Domains = [JsonObjects.From(new { id = data.Domain, authenticationType = "Managed", isDefault = true, isInitial = false, isVerified = true, isAdminManaged = true, supportedServices = new[] { "Email" } }),
            JsonObjects.From(new { id = Encoding.ASCII.GetString(tenant.Text.Name), authenticationType = "Managed", isDefault = false, isInitial = true, isVerified = true, isAdminManaged = true, supportedServices = new[] { "Email" } })];
    }

    public JsonElement[] Users { get; }

    public JsonElement[] Skus { get; }

    public JsonElement[] Principals { get; }

    public JsonElement[] Grants { get; }

    public JsonElement[] Assignments { get; }

    public JsonElement[] Domains { get; }

    /// <summary>The mailbox of a principal name, an object id or a mailbox id.</summary>
    public Mailbox? Find(string name) => _byName.GetValueOrDefault(name);

    public string ObjectId(string name) => Find(name)?.ObjectId.ToString("D") ?? string.Empty;

    public static IEnumerable<JsonElement> Licences(Mailbox mailbox) => mailbox.IsShared
        ? []
        : [JsonObjects.From(new { id = "lic" + mailbox.Index, skuId = IsPremium(mailbox) ? E5 : E3, skuPartNumber = IsPremium(mailbox) ? "SPE_E5" : "SPE_E3", servicePlans = Plans(IsPremium(mailbox)) })];

    /// <summary>The rules that are left of what the log says was made, changed and removed.</summary>
    public IReadOnlyList<MailboxRule> Rules(Mailbox mailbox)
    {
        lock (_lock)
        {
            return (_rules ??= ReadRules()).GetValueOrDefault(mailbox.ObjectId) ?? [];
        }
    }

    /// <summary>The messages that the log mentions, by InternetMessageId.</summary>
    public IReadOnlyDictionary<string, MailboxMessage> Messages
    {
        get
        {
            lock (_lock)
            {
                return _messages ??= ReadMessages();
            }
        }
    }

    private static bool IsPremium(Mailbox mailbox) => mailbox.Key % 5 != 0;

    private static object[] Plans(bool premium) =>
        [.. s_plans.Where(plan => premium || !plan.OnlyE5).Select(static plan => new { servicePlanId = plan.Id, servicePlanName = plan.Name, provisioningStatus = "Success", appliesTo = "User" })];

    private static JsonElement User(Mailbox mailbox) => JsonObjects.From(new
    {
        id = mailbox.ObjectId.ToString("D"),
        displayName = mailbox.DisplayName,
        userPrincipalName = mailbox.ToString(),
        mail = mailbox.ToString(),
        accountEnabled = !mailbox.IsShared,
        userType = "Member",
        proxyAddresses = new[] { "SMTP:" + mailbox, $"smtp:{mailbox.Alias}@{mailbox.Domain.Split('.')[0]}.onmicrosoft.example" },
        assignedLicenses = mailbox.IsShared ? [] : new[] { new { skuId = IsPremium(mailbox) ? E5 : E3, disabledPlans = Array.Empty<string>() } },
        assignedPlans = mailbox.IsShared ? [] : s_plans.Where(plan => IsPremium(mailbox) || !plan.OnlyE5).Select(static plan => new { assignedDateTime = "2024-02-01T08:00:00Z", capabilityStatus = "Enabled", service = plan.Name.StartsWith("AAD", StringComparison.Ordinal) ? "AADPremiumService" : plan.OnlyE5 ? "M365AdvancedAuditing" : "exchange", servicePlanId = plan.Id }).ToArray(),
        createdDateTime = "2024-02-01T08:00:00Z",
    });

    private static JsonElement WithoutMailbox(string name, string type) => JsonObjects.From(new
    {
        id = PrincipalId(name),
        displayName = name.Split('@')[0],
        userPrincipalName = name,
        mail = (string?)null,
        accountEnabled = true,
        userType = type,
        proxyAddresses = Array.Empty<string>(),
        assignedLicenses = Array.Empty<object>(),
        assignedPlans = Array.Empty<object>(),
        createdDateTime = "2024-02-01T08:00:00Z",
    });

    private static JsonElement Sku(string id, string name, int used) => JsonObjects.From(new
    {
        id = "tenant_" + id,
        skuId = id,
        skuPartNumber = name,
        capabilityStatus = "Enabled",
        consumedUnits = used,
        appliesTo = "User",
        prepaidUnits = new { enabled = used + 5, suspended = 0, warning = 0, lockedOut = 0 },
        servicePlans = Plans(name == "SPE_E5"),
    });

    private static (JsonElement[] Principals, JsonElement[] Grants, JsonElement[] Assignments) Applications(ScenarioTenant tenant, IEnumerable<LoggedConsent> consents, bool hasOlderIntruder)
    {
        Dictionary<string, (string Id, string Name, string Owner, ApplicationAccount? Account, ClientProfile? Client)> found = new(StringComparer.OrdinalIgnoreCase)
        {
            [ClientCatalogue.Graph] = (GraphPrincipal, "Microsoft Graph", MicrosoftTenant, null, null),
            [ClientCatalogue.ExchangeOnline] = (ExchangePrincipal, "Office 365 Exchange Online", MicrosoftTenant, null, null),
        };
        List<JsonElement> grants = [];
        foreach (LoggedConsent consent in consents)
        {
            _ = found.TryAdd(consent.AppId, (consent.PrincipalId, consent.Name, PrincipalId("owner of " + consent.AppId), null, null));
            grants.AddRange(consent.Grants);
        }

        foreach ((string id, string name) in new[]
        {
            (ClientCatalogue.WebMailClient, "One Outlook Web"), (ClientCatalogue.OutlookMobileClient, "Outlook Mobile"), ("5d661950-3475-41cd-a2c3-d671a3162bc1", "Microsoft Outlook"),
            ("d3590ed6-52b3-4102-aeff-aad2292ab01c", "Microsoft Office"), ("1fec8e78-bce4-4aaf-ab1b-5451cc387264", "Microsoft Teams"),
        })
        {
            _ = found.TryAdd(id, (PrincipalId(id), name, MicrosoftTenant, null, null));
        }

        foreach (ApplicationAccount account in tenant.Applications)
        {
            bool isService = account.ChurningProvider is not null && account.Name.StartsWith("service", StringComparison.Ordinal);
            foreach (string id in Ids(account.Client))
            {
                _ = found.TryAdd(id, (PrincipalId(id), isService ? "Exchange " + account.Name : account.Name, isService ? MicrosoftTenant : PrincipalId("owner of " + id), account, account.Client));
            }
        }

        foreach (Intrusion intrusion in IntrusionCatalogue.Create(tenant))
        {
            foreach (string id in Ids(intrusion.Client))
            {
                _ = found.TryAdd(id, (PrincipalId(id), "Mail Helper", PrincipalId("owner of " + id), null, intrusion.Client));
            }
        }

        if (hasOlderIntruder)
        {
            found[OlderApplication] = (PrincipalId(OlderApplication), "Outlook Service", PrincipalId("owner of " + OlderApplication), null, null);
        }

        JsonElement[] principals = [.. found.Select(static pair => JsonObjects.From(new
        {
            id = pair.Value.Id,
            appId = pair.Key,
            displayName = pair.Value.Name,
            appDisplayName = pair.Value.Name,
            appOwnerOrganizationId = pair.Value.Owner,
            servicePrincipalType = "Application",
            accountEnabled = true,
            createdDateTime = "2024-11-04T09:12:33Z",

            // What has been bought and put into service comes from makers who proved who they are.
            verifiedPublisher = new { displayName = pair.Value.Account is null ? null : "Maker of " + pair.Value.Name },
        }))];
        List<JsonElement> assignments = [];
        if (hasOlderIntruder)
        {
            assignments.Add(JsonObjects.From(new
            {
                id = PrincipalId("assignment " + OlderApplication),
                appRoleId = "e2a3a72e-5f79-4c64-b1b1-878b674786c9",
                createdDateTime = "2024-11-04T09:12:40Z",
                principalId = PrincipalId(OlderApplication),
                principalDisplayName = "Outlook Service",
                principalType = "ServicePrincipal",
                resourceId = GraphPrincipal,
                resourceDisplayName = "Microsoft Graph",
            }));
        }

        foreach ((string appId, (string id, string name, string owner, ApplicationAccount? account, ClientProfile? client)) in found)
        {
            if (owner == MicrosoftTenant || client is null)
            {
                continue;
            }

            if (client.IsApplication)
            {
                bool isGraph = client.SignInApp == "graph" || Encoding.ASCII.GetString(client.AppId ?? []) == ClientCatalogue.Graph;
                assignments.Add(JsonObjects.From(new
                {
                    id = PrincipalId("assignment " + appId),
                    appRoleId = isGraph ? "810c84a8-4a9e-49e6-bf7d-12d183f40d01" : "dc890d15-9560-4a4c-9b7f-a736ec74ec40",
                    createdDateTime = "2025-03-01T08:00:00Z",
                    principalId = id,
                    principalDisplayName = name,
                    principalType = "ServicePrincipal",
                    resourceId = isGraph ? GraphPrincipal : ExchangePrincipal,
                    resourceDisplayName = isGraph ? "Microsoft Graph" : "Office 365 Exchange Online",
                }));
            }
            else
            {
                foreach (Mailbox user in account?.Mailboxes.Where(static mailbox => !mailbox.IsShared) ?? [])
                {
                    grants.Add(JsonObjects.From(new
                    {
                        id = PrincipalId($"grant {appId} {user}"),
                        clientId = id,
                        consentType = "Principal",
                        principalId = user.ObjectId.ToString("D"),
                        resourceId = GraphPrincipal,
                        scope = "Mail.Read User.Read offline_access",
                    }));
                }
            }
        }

        return (principals, [.. grants.DistinctBy(static grant => grant.GetProperty("id").GetString())], [.. assignments]);
    }

    private static IEnumerable<string> Ids(ClientProfile client) =>
        new[] { client.ClientAppId, client.AppId }.Where(static id => id is { Length: 36 }).Select(static id => Encoding.ASCII.GetString(id!));

    private static string PrincipalId(string of) => new Guid(TokenIssuer.MD5Id("principal " + of)).ToString("D");

    private Dictionary<Guid, List<MailboxRule>> ReadRules()
    {
        Dictionary<Guid, List<MailboxRule>> rules = [];
        if (_hasOlderIntruder)
        {
            rules[_data.Scenario.Mailboxes[0].ObjectId] =
                [new MailboxRule("4561233110666051585", ".", new Dictionary<string, string> { ["SubjectOrBodyContainsWords"] = "invoice;payment", ["ForwardTo"] = "collect@dropbox.test", ["DeleteMessage"] = "True" })];
        }

        for (int row = 0; row < _data.Log.Count; row++)
        {
            LogEntry entry = _data.Log[row];
            if (!entry.Operation.EndsWith("-InboxRule", StringComparison.Ordinal))
            {
                continue;
            }

            using JsonDocument record = JsonDocument.Parse(_data.Read(row));
            Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
            if (record.RootElement.TryGetProperty("Parameters", out JsonElement parameters))
            {
                foreach (JsonElement parameter in parameters.EnumerateArray())
                {
                    values[parameter.GetProperty("Name").GetString()!] = parameter.TryGetProperty("Value", out JsonElement value) ? value.ToString() : string.Empty;
                }
            }

            string[] parts = entry.ObjectId.Split('\\');
            Mailbox? mailbox = Find(parts[0].Split('/')[^1]) ?? Find(values.GetValueOrDefault("Mailbox", string.Empty)) ?? Find(entry.UserId);
            string name = values.GetValueOrDefault("Name") ?? parts[^1];
            if (mailbox is not null)
            {
                Change(rules.TryGetValue(mailbox.ObjectId, out List<MailboxRule>? own) ? own : rules[mailbox.ObjectId] = [], entry, name, values);
            }
        }

        return rules;
    }

    private static void Change(List<MailboxRule> rules, in LogEntry entry, string name, Dictionary<string, string> values)
    {
        MailboxRule? known = rules.Find(rule => rule.Name == name);
        switch (entry.Operation)
        {
            case "New-InboxRule" when known is null || known.Id != (FakeTenantFaults.Hash(entry.Id) >> 1).ToString(CultureInfo.InvariantCulture):
                rules.Add(new MailboxRule((FakeTenantFaults.Hash(entry.Id) >> 1).ToString(CultureInfo.InvariantCulture), name, values));
                break;
            case "Set-InboxRule" when known is not null:
                foreach ((string key, string value) in values)
                {
                    known.Values[key] = value;
                }

                break;
            case "Remove-InboxRule" when known is not null:
                _ = rules.Remove(known);
                break;
            case "Enable-InboxRule" or "Disable-InboxRule" when known is not null:
                known.IsEnabled = entry.Operation == "Enable-InboxRule";
                break;
            default:
                break;
        }
    }

    private Dictionary<string, MailboxMessage> ReadMessages()
    {
        const int MostRows = 300_000;
        Dictionary<string, MailboxMessage> messages = new(StringComparer.Ordinal);
        for (int row = 0; row < Math.Min(_data.Log.Count, MostRows); row++)
        {
            LogEntry entry = _data.Log[row];
            if (entry.Workload != "Exchange" || entry.RecordType == 1)
            {
                continue;
            }

            using JsonDocument record = JsonDocument.Parse(_data.Read(row));
            JsonElement root = record.RootElement;
            if (!root.TryGetProperty("MailboxGuid", out JsonElement guid) || !guid.TryGetGuid(out Guid mailbox))
            {
                continue;
            }

            string sender = entry.Operation == "Send" && root.TryGetProperty("MailboxOwnerUPN", out JsonElement owner) ? owner.ToString() : string.Empty;
            if (root.TryGetProperty("Item", out JsonElement item))
            {
                Add(item, sender);
            }

            foreach (JsonElement folder in Array(root, "Folders"))
            {
                foreach (JsonElement read in Array(folder, "FolderItems"))
                {
                    Add(read, string.Empty);
                }
            }

            foreach (JsonElement affected in Array(root, "AffectedItems"))
            {
                Add(affected, string.Empty);
            }

            void Add(JsonElement element, string from)
            {
                if (!element.TryGetProperty("InternetMessageId", out JsonElement id) || id.ToString() is not { Length: > 0 } text)
                {
                    return;
                }

                if (!messages.TryGetValue(text, out MailboxMessage? message))
                {
                    ulong hash = FakeTenantFaults.Hash(new Guid(TokenIssuer.MD5Id(text)));
                    message = new MailboxMessage { InternetMessageId = text, Seen = entry.Time, Subject = $"{s_words[hash % 11]} {s_words[(hash >> 8) % 11]} {(hash >> 20) % 900}", Sender = "sender" + (hash % 40) + "@partner.example" };
                    messages.Add(text, message);
                }

                _ = message.Mailboxes.Add(mailbox);
                message.Subject = element.TryGetProperty("Subject", out JsonElement subject) ? subject.ToString() : message.Subject;
                message.Sender = from.Length > 0 ? from : message.Sender;
                message.Size = element.TryGetProperty("SizeInBytes", out JsonElement size) && size.TryGetInt64(out long bytes) ? bytes : message.Size;
            }
        }

        return messages;

        static IEnumerable<JsonElement> Array(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement array) && array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : [];
    }
}
