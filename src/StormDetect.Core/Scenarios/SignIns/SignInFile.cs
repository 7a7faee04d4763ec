using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StormDetect.Core.Scenarios;

/// <summary>Writes sign-ins as a page of Microsoft Graph's beta <c>auditLogs/signIns</c>, with the fields that tell tokens and sessions.</summary>
internal static class SignInFile
{
    public static void Write(string path, ScenarioTenant tenant, IReadOnlyList<DirectorySignIn> entries)
    {
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 64 * 1024);
        using Utf8JsonWriter json = new(file, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("@odata.context", "https://graph.microsoft.com/beta/$metadata#auditLogs/signIns");
        json.WriteStartArray("value");
        foreach (DirectorySignIn entry in entries)
        {
            WriteEntry(json, tenant, entry);
            if (json.BytesPending > 1 << 20)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, ScenarioTenant tenant, DirectorySignIn entry)
    {
        AccessSession session = entry.Session;
        ClientProfile client = session.Client;
        bool application = entry.Kind == DirectorySignInKind.ServicePrincipal;
        string appId = Encoding.ASCII.GetString(application ? client.ClientAppId ?? client.AppId! : SignInShape.Application(client));
        string name = entry.Account.AddressOn(RecordComposer.FloorDay(entry.Time));
        json.WriteStartObject();
        json.WriteString("id", entry.Id);
        json.WriteString("createdDateTime", tenant.Text.Start.AddSeconds(entry.Time).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        json.WriteString("userDisplayName", application ? string.Empty : entry.Account.DisplayName);
        json.WriteString("userPrincipalName", application ? string.Empty : name.ToLowerInvariant());
        json.WriteString("userId", application ? string.Empty : entry.Account.ObjectId.ToString("D"));
        json.WriteString("appId", appId);
        json.WriteString("appDisplayName", AppName(appId, tenant));
        json.WriteString("ipAddress", entry.Address.ToIPAddress().ToString());
        json.WriteString("clientAppUsed", ClientUsed(client));
        json.WriteString("userAgent", application || client.SignInApp is null ? string.Empty : Encoding.ASCII.GetString(UserAgents.Of(session.ClientInfo, client.ProcessName is not null)));
        json.WriteString("correlationId", ScenarioIds.Derived((ulong)entry.Id.GetHashCode(), 11));
        json.WriteString("conditionalAccessStatus", entry.Failed ? "notApplied" : "success");
        json.WriteString("originalRequestId", entry.Id);
        json.WriteBoolean("isInteractive", entry.Kind == DirectorySignInKind.Interactive);
        json.WriteString("tokenIssuerType", "AzureAD");
        json.WriteStartArray("signInEventTypes");
        json.WriteStringValue(entry.Kind switch { DirectorySignInKind.Interactive => "interactiveUser", DirectorySignInKind.NonInteractive => "nonInteractiveUser", _ => "servicePrincipal" });
        json.WriteEndArray();
        json.WriteString("servicePrincipalId", application ? ScenarioIds.Derived((ulong)appId.Length ^ entry.Account.Key, 12).ToString("D") : string.Empty);
        json.WriteString("uniqueTokenIdentifier", TokenText(entry.Id));
        json.WriteString("sessionId", application || session.SessionId == default ? string.Empty : session.SessionId.ToString("D"));
        json.WriteString("incomingTokenType", entry.Kind == DirectorySignInKind.NonInteractive ? "refreshToken" : "none");
        json.WriteString("authenticationProtocol", "none");
        json.WriteString("resourceDisplayName", client.SignInApp == "graph" ? "Microsoft Graph" : "Office 365 Exchange Online");
        json.WriteString("resourceId", client.SignInApp == "graph" ? ClientCatalogue.Graph : ClientCatalogue.ExchangeOnline);
        json.WriteNumber("autonomousSystemNumber", 64_512 + (int)(((entry.Address.Low >> 14) + entry.Address.High) % 1_000));
        json.WriteString("homeTenantId", tenant.Text.Id);
        json.WriteStartObject("status");
        json.WriteNumber("errorCode", entry.Failed ? 50_126 : 0);
        json.WriteString("failureReason", entry.Failed ? "Error validating credentials due to invalid username or password." : "Other.");
        json.WriteEndObject();
        json.WriteStartObject("deviceDetail");
        json.WriteString("deviceId", session.DeviceId == default ? string.Empty : session.DeviceId.ToString("D"));
        json.WriteString("operatingSystem", Encoding.ASCII.GetString(UserAgents.System(session.ClientInfo)));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>As Graph writes it: base64url of the id's bytes.</summary>
    private static string TokenText(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = id.TryWriteBytes(bytes);
        return Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    private static string ClientUsed(ClientProfile client) =>
        client == ClientCatalogue.ActiveSync ? "Exchange ActiveSync"
        : client == ClientCatalogue.Imap ? "IMAP4"
        : client == ClientCatalogue.Pop ? "POP3"
        : client == ClientCatalogue.WebMail || client == ClientCatalogue.Portal ? "Browser"
        : "Mobile Apps and Desktop clients";

    private static string AppName(string appId, ScenarioTenant tenant) => appId switch
    {
        ClientCatalogue.WebMailClient => "One Outlook Web",
        ClientCatalogue.OutlookMobileClient => "Outlook Mobile",
        "5d661950-3475-41cd-a2c3-d671a3162bc1" => "Microsoft Outlook",
        "d3590ed6-52b3-4102-aeff-aad2292ab01c" => "Microsoft Office",
        "4765445b-32c6-49b0-83e6-1d93765276ca" => "OfficeHome",
        "1fec8e78-bce4-4aaf-ab1b-5451cc387264" => "Microsoft Teams",
        ClientCatalogue.ExchangeOnline => "Office 365 Exchange Online",
        _ => tenant.Applications.Find(application => BenignPlanner.Text(application.Client.ClientAppId) == appId)?.Name ?? "Application",
    };
}
