using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using StormDetect.Core.Scenarios;

namespace StormDetect.FakeTenant;

/// <summary>Users, applications, licences, settings, inbox rules and messages.</summary>
internal sealed class GraphDirectory(FakeTenantServer server)
{
    private const string Denied = "Authorization_RequestDenied";
    private const string DeniedText = "Insufficient privileges to complete the operation.";
    private const int MostPerPage = 999;

    /// <summary>What a user shows that nobody selected from.</summary>
    private static readonly string[] s_userDefaults =
        ["businessPhones", "displayName", "givenName", "id", "jobTitle", "mail", "mobilePhone", "officeLocation", "preferredLanguage", "surname", "userPrincipalName"];

    private static readonly Dictionary<string, string> s_actions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ForwardTo"] = "forwardTo", ["ForwardAsAttachmentTo"] = "forwardAsAttachmentTo", ["RedirectTo"] = "redirectTo", ["DeleteMessage"] = "delete", ["MoveToFolder"] = "moveToFolder",
        ["CopyToFolder"] = "copyToFolder", ["MarkAsRead"] = "markAsRead", ["StopProcessingRules"] = "stopProcessingRules",
    };

    private static readonly Dictionary<string, string> s_conditions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["From"] = "fromAddresses", ["FromAddressContainsWords"] = "senderContains", ["SubjectContainsWords"] = "subjectContains", ["BodyContainsWords"] = "bodyContains",
        ["SubjectOrBodyContainsWords"] = "bodyOrSubjectContains", ["SentTo"] = "sentToAddresses", ["MyNameInToOrCcBox"] = "sentToOrCcMe", ["HeaderContainsWords"] = "headerContains",
    };

    private TenantDirectory Directory => server.Tenant.Directory;

    public FakeReply? Answer(FakeRequest request, FakeToken token, string[] path)
    {
        if (request.Method != "GET")
        {
            return null;
        }

        return path switch
        {
            ["me"] => Me(request, token),
            ["me", "memberOf" or "transitiveMemberOf", .. string[] cast] when !token.IsApplication => Need(request, token, "User.Read", "User.Read.All", "GroupMember.Read.All", "Group.Read.All", "Directory.Read.All")
                ?? Memberships(request, token, path[1] == "memberOf" ? server.Options.UserRoles : server.Options.UserRoles.Concat(server.Options.UserGroupRoles), server.Options.UserGroupRoles, cast),
            [string principal, "memberOf" or "transitiveMemberOf", .. string[] cast] when principal.StartsWith("servicePrincipals(appId='", StringComparison.OrdinalIgnoreCase) =>
                Need(request, token, "Application.Read.All", "Directory.Read.All") ?? Memberships(request, token, server.Options.ApplicationRoles, [], cast),
            ["me", .. string[] rest] when !token.IsApplication => OfUser(request, token, server.UserName, rest),
            ["users"] => Need(request, token, "User.Read.All", "User.ReadBasic.All", "Directory.Read.All") ?? GraphCollection.Answer(server, request, Directory.Users, "users", server.Options.DirectoryPageSize, MostPerPage, s_userDefaults),
            ["users", string name, .. string[] rest] => OfUser(request, token, Uri.UnescapeDataString(name), rest),
            ["subscribedSkus"] => Need(request, token, "LicenseAssignment.Read.All", "Organization.Read.All", "Directory.Read.All") ?? List(request, Directory.Skus, "subscribedSkus"),
            ["oauth2PermissionGrants"] => Need(request, token, "DelegatedPermissionGrant.Read.All", "Directory.Read.All") ?? List(request, Directory.Grants, "oauth2PermissionGrants"),
            ["servicePrincipals", ..] => Need(request, token, "Application.Read.All", "Directory.Read.All") ?? Principals(request, path),
            ["admin", "exchange", "tracing", "messageTraces"] => Need(request, token, "ExchangeMessageTrace.Read.All") ?? List(request, Directory.Messages.Values.Select(Trace), "admin/exchange/tracing/messageTraces"),
            ["domains"] => Need(request, token, "Domain.Read.All", "Directory.Read.All") ?? List(request, Directory.Domains, "domains"),
            ["organization"] => Need(request, token, "Organization.Read.All", "Directory.Read.All", "User.Read") ?? List(request, [Organization()], "organization"),
            ["policies", "authorizationPolicy"] => Need(request, token, "Policy.Read.All") ?? GraphCollection.One(request, Policy(), "policies/authorizationPolicy", "authorizationPolicy"),
            ["policies", "adminConsentRequestPolicy"] => Need(request, token, "Policy.Read.All")
                ?? GraphCollection.One(request, JsonObjects.From(new { isEnabled = true, notifyReviewers = true, remindersEnabled = true, requestDurationInDays = 30, version = 0, reviewers = Array.Empty<object>() }), "policies/adminConsentRequestPolicy", "adminConsentRequestPolicy"),
            ["policies", "defaultAppManagementPolicy"] => Need(request, token, "Policy.Read.All") ?? GraphCollection.One(request, Credentials(), "policies/defaultAppManagementPolicy", "defaultAppManagementPolicy"),
            ["policies", "crossTenantAccessPolicy", "partners"] => Need(request, token, "Policy.Read.All") ?? List(request, [], "policies/crossTenantAccessPolicy/partners"),
            ["directoryRoles"] => Need(request, token, "RoleManagement.Read.Directory", "Directory.Read.All") ?? List(request, Roles(server.Options.UserRoles.Concat(server.Options.UserGroupRoles)), "directoryRoles"),
            ["roleManagement", "directory", "roleAssignments"] => Need(request, token, "RoleManagement.Read.Directory", "Directory.Read.All") ?? List(request, RoleAssignments(), "roleManagement/directory/roleAssignments"),
            _ => null,
        };
    }

    private static FakeReply? Need(FakeRequest request, FakeToken token, params string[] anyOf) => GraphService.Missing(request, token, Denied, DeniedText, anyOf);

    private FakeReply List(FakeRequest request, IEnumerable<JsonElement> all, string context) =>
        GraphCollection.Answer(server, request, all, context, server.Options.DirectoryPageSize, MostPerPage);

    private FakeReply Me(FakeRequest request, FakeToken token) => token.IsApplication
        ? FakeReply.GraphError(request, 400, "BadRequest", "/me request is only valid with delegated authentication flow.")
        : GraphCollection.One(request, Directory.Users[0], "users", "me", s_userDefaults);

    private FakeReply? OfUser(FakeRequest request, FakeToken token, string name, string[] path)
    {
        Mailbox? mailbox = Directory.Find(name);
        JsonElement? user = mailbox is not null
            ? Directory.Users[mailbox.Index]
            : Directory.Users.Where(candidate => Is(candidate, "id", name) || Is(candidate, "userPrincipalName", name)).Select(static candidate => (JsonElement?)candidate).FirstOrDefault();
        if (path is [])
        {
            return Need(request, token, "User.Read.All", "User.ReadBasic.All", "Directory.Read.All", "User.Read")
                ?? GraphCollection.One(request, user, "users", name, s_userDefaults);
        }

        if (mailbox is null && user is not null)
        {
            return path is ["licenseDetails"]
                ? List(request, [], $"users('{name}')/licenseDetails")
                : FakeReply.GraphError(request, 404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise.");
        }

        if (mailbox is null)
        {
            return FakeReply.GraphError(request, 404, path[0] is "messages" or "mailFolders" ? "ErrorInvalidUser" : "Request_ResourceNotFound", $"The requested user '{name}' is invalid.");
        }

        const string MailDenied = "ErrorAccessDenied";
        const string MailText = "Access is denied. Check credentials and try again.";
        return path switch
        {
            ["licenseDetails"] => Need(request, token, "LicenseAssignment.Read.All", "User.Read.All", "Directory.Read.All") ?? List(request, TenantDirectory.Licences(mailbox), $"users('{mailbox.ObjectId:D}')/licenseDetails"),
            ["mailFolders", "inbox", "messageRules"] => GraphService.Missing(request, token, MailDenied, MailText, "MailboxSettings.Read", "MailboxSettings.ReadWrite")
                ?? List(request, Directory.Rules(mailbox).Select(Rule), $"users('{mailbox.ObjectId:D}')/mailFolders('inbox')/messageRules"),
            ["mailFolders"] => GraphService.Missing(request, token, MailDenied, MailText, "Mail.ReadBasic.All", "Mail.ReadBasic", "Mail.Read")
                ?? List(request, Folders(mailbox), $"users('{mailbox.ObjectId:D}')/mailFolders"),
            ["mailFolders", string folder] => GraphService.Missing(request, token, MailDenied, MailText, "Mail.ReadBasic.All", "Mail.ReadBasic", "Mail.Read")
                ?? GraphCollection.One(request, JsonObjects.From(new { id = folder, displayName = FolderName(folder), childFolderCount = 0 }), "mailFolders", folder),
            ["messages"] => GraphService.Missing(request, token, MailDenied, MailText, "Mail.ReadBasic.All", "Mail.ReadBasic", "Mail.Read") ?? Messages(request, token, mailbox),
            _ => null,
        };
    }

    /// <summary>Messages by InternetMessageId. Reading them is written to the log like everybody's reading.</summary>
    private FakeReply Messages(FakeRequest request, FakeToken token, Mailbox mailbox)
    {
        JsonElement[] own = [.. Directory.Messages.Values.Where(message => message.Mailboxes.Contains(mailbox.Guid)).Select(message => Message(mailbox, message))];
        FakeReply reply = GraphCollection.Answer(server, request, own, $"users('{mailbox.ObjectId:D}')/messages", 10, 1_000);
        if (reply.Status == 200)
        {
            using JsonDocument page = JsonDocument.Parse(reply.Body);
            string[] read = [.. page.RootElement.GetProperty("value").EnumerateArray().Select(static message => message.TryGetProperty("internetMessageId", out JsonElement id) ? id.ToString() : string.Empty)];
            if (read.Length > 0)
            {
                Record(token, mailbox, read);
            }
        }

        return reply;
    }

    private void Record(FakeToken token, Mailbox mailbox, string[] read)
    {
        server.Tenant.Add(JsonSerializer.SerializeToUtf8Bytes(new
        {
            AppAccessContext = new { APIId = "00000003-0000-0000-c000-000000000000", token.ClientId },
            CreationTime = server.Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
            Id = Guid.NewGuid(),
            Operation = "MailItemsAccessed",
            OrganizationId = server.TenantId,
            RecordType = 50,
            ResultStatus = "Succeeded",
            UserKey = mailbox.Puid,
            UserType = token.IsApplication ? 5 : 0,
            Version = 1,
            Workload = "Exchange",
            ClientIP = "127.0.0.1",
            UserId = token.IsApplication ? "ServicePrincipal_" + token.ClientId : token.User,
            AppId = "00000003-0000-0000-c000-000000000000",
            ClientAppId = token.ClientId,
            ClientIPAddress = "127.0.0.1",
            ClientInfoString = "Client=REST;;",
            ExternalAccess = false,
            InternalLogonType = 0,
            LogonType = 0,
            MailboxGuid = mailbox.Guid,
            MailboxOwnerUPN = mailbox.ToString(),
            OperationProperties = new[] { new { Name = "MailAccessType", Value = "Bind" }, new { Name = "IsThrottled", Value = "False" } },
            OperationCount = read.Length,
            Folders = new[] { new { FolderItems = read.Select(static id => new { InternetMessageId = id }), Id = "LgAAAA", Path = "\\Inbox" } },
        }));
    }

    /// <summary>What the message trace knows of a message.</summary>
    private static JsonElement Trace(MailboxMessage message) => JsonObjects.From(new
    {
        id = new Guid(TokenIssuer.MD5Id("trace " + message.InternetMessageId)).ToString("D"),
        messageId = message.InternetMessageId,
        subject = message.Subject,
        receivedDateTime = DateTimeOffset.FromUnixTimeSeconds(message.Seen).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        senderAddress = message.Sender,
        status = "delivered",
        size = message.Size,
    });

    private static JsonElement Message(Mailbox mailbox, MailboxMessage message) => JsonObjects.From(new
    {
        id = "AAMk" + Convert.ToBase64String(TokenIssuer.MD5Id(mailbox.Guid + message.InternetMessageId)).Replace('/', '-').Replace('+', '_'),
        internetMessageId = message.InternetMessageId,
        subject = message.Subject,
        receivedDateTime = DateTimeOffset.FromUnixTimeSeconds(message.Seen).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        hasAttachments = false,
        from = new { emailAddress = new { name = message.Sender.Split('@')[0], address = message.Sender } },
        toRecipients = new[] { new { emailAddress = new { name = mailbox.DisplayName, address = mailbox.ToString() } } },
        parentFolderId = FolderId("Inbox"),
    });

    private static JsonElement Rule(MailboxRule rule, int index) => JsonObjects.Of(json =>
    {
        json.WriteString("id", Convert.ToBase64String(BitConverter.GetBytes(ulong.Parse(rule.Id, CultureInfo.InvariantCulture))));
        json.WriteString("displayName", rule.Name);
        json.WriteNumber("sequence", index + 1);
        json.WriteBoolean("isEnabled", rule.IsEnabled);
        json.WriteBoolean("hasError", false);
        json.WriteBoolean("isReadOnly", false);
        WriteParts("conditions", s_conditions);
        WriteParts("actions", s_actions);

        void WriteParts(string part, Dictionary<string, string> names)
        {
            json.WriteStartObject(part);
            foreach ((string name, string value) in rule.Values.Where(pair => names.ContainsKey(pair.Key)))
            {
                string graph = names[name];
                string[] values = value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                if (bool.TryParse(value, out bool flag))
                {
                    if (flag)
                    {
                        json.WriteBoolean(graph, true);
                    }
                }
                else if (graph is "moveToFolder" or "copyToFolder")
                {
                    json.WriteString(graph, FolderId(value));
                }
                else if (graph is "forwardTo" or "forwardAsAttachmentTo" or "redirectTo" or "fromAddresses" or "sentToAddresses")
                {
                    json.WriteStartArray(graph);
                    foreach (string address in values)
                    {
                        json.WriteStartObject();
                        json.WriteStartObject("emailAddress");
                        json.WriteString("name", address);
                        json.WriteString("address", address.Replace("smtp:", string.Empty, StringComparison.OrdinalIgnoreCase));
                        json.WriteEndObject();
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                }
                else
                {
                    json.WriteStartArray(graph);
                    foreach (string word in values)
                    {
                        json.WriteStringValue(word);
                    }

                    json.WriteEndArray();
                }
            }

            json.WriteEndObject();
        }
    });

    private IEnumerable<JsonElement> Folders(Mailbox mailbox) => Directory.Rules(mailbox)
        .SelectMany(static rule => rule.Values.Where(static pair => pair.Key is "MoveToFolder" or "CopyToFolder").Select(static pair => pair.Value))
        .Concat(["Inbox", "Sent Items", "Deleted Items", "Archive"])
        .Distinct(StringComparer.Ordinal)
        .Select(static name => JsonObjects.From(new { id = FolderId(name), displayName = name, childFolderCount = 0 }));

    private static bool Is(JsonElement element, string property, string value) => string.Equals(element.GetProperty(property).GetString(), value, StringComparison.OrdinalIgnoreCase);

    private static string FolderId(string name) => "AAMkFolder" + Convert.ToHexString(Encoding.UTF8.GetBytes(name));

    private static string FolderName(string id)
    {
        if (!id.StartsWith("AAMkFolder", StringComparison.Ordinal))
        {
            return id;
        }

        try
        {
            return Encoding.UTF8.GetString(Convert.FromHexString(id["AAMkFolder".Length..]));
        }
        catch (FormatException)
        {
            return id;
        }
    }

    private FakeReply? Principals(FakeRequest request, string[] path)
    {
        JsonElement[] all = [.. Directory.Principals, .. server.Applications.Values.Select(Registered)];
        if (path.Length == 1)
        {
            return List(request, all, "servicePrincipals");
        }

        string id = path[1];
        JsonElement? found = all.Where(principal => principal.GetProperty("id").GetString() == id).Select(static principal => (JsonElement?)principal).FirstOrDefault();
        return path switch
        {
            [_, _] => GraphCollection.One(request, found, "servicePrincipals", path[1]),
            [_, _, "appRoleAssignments"] => List(request, Directory.Assignments.Where(assignment => assignment.GetProperty("principalId").GetString() == path[1]), "appRoleAssignments"),
            [_, _, "appRoleAssignedTo"] => List(request, Directory.Assignments.Where(assignment => assignment.GetProperty("resourceId").GetString() == path[1]), "appRoleAssignments"),
            [_, _, "oauth2PermissionGrants"] => List(request, Directory.Grants.Where(grant => grant.GetProperty("clientId").GetString() == path[1]), "oauth2PermissionGrants"),
            _ => null,
        };
    }

    /// <summary>An application of this tenant, with the object id that its tokens carry.</summary>
    private JsonElement Registered(FakeApplication application) => JsonObjects.From(new
    {
        id = new Guid(TokenIssuer.MD5Id(application.ClientId)).ToString("D"),
        appId = application.ClientId,
        displayName = application.Name,
        appDisplayName = application.Name,
        appOwnerOrganizationId = server.TenantId,
        servicePrincipalType = "Application",
        accountEnabled = true,
    });

    private JsonElement Organization() => JsonObjects.From(new
    {
        id = server.TenantId,
        displayName = server.Tenant.Domain.Split('.')[0],
        tenantType = "AAD",
        countryLetterCode = "DE",
        verifiedDomains = new[] { new { name = server.Tenant.Domain, type = "Managed", isDefault = true, isInitial = false, capabilities = "Email, OfficeCommunicationsOnline" } },
        assignedPlans = new[] { new { service = "exchange", capabilityStatus = "Enabled", servicePlanId = "efb87545-963c-4e0d-99df-69c6916d9eb0" } },
    });

    private static JsonElement Policy() => JsonObjects.From(new
    {
        id = "authorizationPolicy",
        allowInvitesFrom = "adminsAndGuestInviters",
        blockMsolPowerShell = true,
        defaultUserRolePermissions = new { allowedToCreateApps = false, permissionGrantPoliciesAssigned = new[] { "ManagePermissionGrantsForSelf.microsoft-user-default-low" } },
        guestUserRoleId = "10dae51f-b6af-4016-8d66-8c2a99b929b3",
    });

    private static JsonElement Credentials() => JsonObjects.From(new
    {
        id = "00000000-0000-0000-0000-000000000000",
        displayName = "Default app management tenant policy",
        isEnabled = true,
        applicationRestrictions = new
        {
            passwordCredentials = new[] { new { restrictionType = "passwordLifetime", state = "enabled", maxLifetime = "P180D" } },
            keyCredentials = new[] { new { restrictionType = "asymmetricKeyLifetime", state = "enabled", maxLifetime = "P365D" } },
        },
    });

    /// <summary>Roles, and a group for each that is held through one. A cast to one kind is an advanced query.</summary>
    private FakeReply Memberships(FakeRequest request, FakeToken token, IEnumerable<string> roles, IEnumerable<string> groups, string[] cast)
    {
        if (cast.Length > 0 && (request.Asked("$count") != "true" || request.Header("ConsistencyLevel") != "eventual"))
        {
            return FakeReply.GraphError(request, 400, "Request_UnsupportedQuery", "The specified query requires the header ConsistencyLevel: eventual, and $count=true.");
        }

        bool isHidden = server.Options.HidesRoles && !token.Permissions.Intersect(["RoleManagement.Read.Directory", "Directory.Read.All"], StringComparer.OrdinalIgnoreCase).Any();
        IEnumerable<JsonElement> all = Roles(roles, isHidden).Concat(groups.Select(static name => JsonObjects.From(new Dictionary<string, object?>
        {
            ["@odata.type"] = "#microsoft.graph.group",
            ["id"] = new Guid(TokenIssuer.MD5Id("group " + name)).ToString("D"),
            ["displayName"] = "Group of " + name,
        })));
        return List(request, cast is [string kind] ? all.Where(member => member.GetProperty("@odata.type").GetString() == "#" + kind) : all, "directoryObjects");
    }

    private static IEnumerable<JsonElement> Roles(IEnumerable<string> names, bool isHidden = false) => names.Select(name => JsonObjects.From(new Dictionary<string, object?>
    {
        ["@odata.type"] = "#microsoft.graph.directoryRole",
        ["id"] = new Guid(TokenIssuer.MD5Id("role " + name)).ToString("D"),
        ["displayName"] = isHidden ? null : name,
        ["roleTemplateId"] = isHidden ? null : DirectoryRole.Template(name),
    }));

    private IEnumerable<JsonElement> RoleAssignments() => server.Options.UserRoles.Select(name => JsonObjects.From(new
    {
        id = new Guid(TokenIssuer.MD5Id("assignment of " + name)).ToString("D"),
        principalId = server.UserObjectId,
        directoryScopeId = "/",
        roleDefinitionId = DirectoryRole.Template(name),
    }));
}
