using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace StormDetect.Core.Tests.Exports;

/// <summary>A flat record read in the plainest way there is: the oracle of the reader.</summary>
internal static class NaiveRecord
{
    /// <summary>What a record says, as one line.</summary>
    /// <param name="json">The flat record.</param>
    /// <param name="sentinel">Whether to leave out what Sentinel's OfficeActivity has no columns for.</param>
    public static string Describe(string json, bool sentinel = false)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement record = document.RootElement;
        string info = Text(record, "ClientInfoString") is { Length: > 0 } given ? given : Text(record, "ActorInfoString");
        bool access = Text(record, "Operation") == "MailItemsAccessed";
        string context = Nested(record, "ClientAppId");
        string client = Real(Text(record, "ClientAppId")) is { Length: > 0 } outer ? outer
            : Real(context) is { Length: > 0 } nested ? nested
            : Between(info, "[AppId=", "]");
        string session = sentinel ? string.Empty : Real(Text(record, "SessionId"));
        session = session.Length > 0 ? session : Real(Nested(record, "AADSessionId"));
        int items = !sentinel && record.TryGetProperty("OperationCount", out JsonElement count) ? count.GetInt32() : 0;
        if (items == 0 && record.TryGetProperty("Folders", out JsonElement folders) && folders.ValueKind == JsonValueKind.Array)
        {
            items = folders.EnumerateArray().Sum(f => f.TryGetProperty("FolderItems", out JsonElement listed) ? listed.GetArrayLength() : 0);
        }

        string address = new[] { "ClientIPAddress", "ClientIP", "ActorIpAddress" }.Select(name => Text(record, name)).FirstOrDefault(text => text.Length > 0) ?? string.Empty;
        return string.Join(
            '|', Text(record, "Id"), Text(record, "CreationTime"), Text(record, "Operation").Trim().TrimEnd('.'), Text(record, "UserId"),
            Text(record, "MailboxOwnerUPN"), Text(record, "MailboxGuid"), Real(Text(record, "AppId")), client.ToLowerInvariant(), Family(info), session,
            access ? Property(record, "MailAccessType") : string.Empty, access ? Property(record, "IsThrottled") : string.Empty,
            items > 0 ? items.ToString(CultureInfo.InvariantCulture) : string.Empty, Bare(address));
    }

    public static string Describe(AuditRecord record) => string.Join(
        '|', record.Id, record.CreationTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture), record.Operation, record.UserId,
        record.Mailbox, record.MailboxGuid, record.AppId, record.ClientAppId, record.ClientFamily, record.SessionId,
        record.MailAccessType, record.IsThrottled?.ToString(), record.ItemCount?.ToString(CultureInfo.InvariantCulture), record.ClientIP);

    private static string Text(JsonElement record, string name) =>
        record.TryGetProperty(name, out JsonElement value) ? value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText() : string.Empty;

    private static string Nested(JsonElement record, string name) =>
        record.TryGetProperty("AppAccessContext", out JsonElement context) && context.ValueKind == JsonValueKind.Object ? Text(context, name) : string.Empty;

    private static string Property(JsonElement record, string name) =>
        record.TryGetProperty("OperationProperties", out JsonElement properties)
            ? properties.EnumerateArray().Where(p => Text(p, "Name") == name).Select(p => Text(p, "Value")).FirstOrDefault() ?? string.Empty
            : string.Empty;

    private static string Real(string id) => id.Trim('0', '-').Length == 0 || id.Trim('A', '=').Length == 0 ? string.Empty : id;

    private static string Bare(string address) =>
        address.StartsWith('[') ? Between(address, "[", "]") : address.Count(c => c == ':') == 1 ? address[..address.IndexOf(':')] : address;

    private static string Between(string text, string from, string to)
    {
        int start = text.IndexOf(from, StringComparison.Ordinal);
        return start < 0 ? string.Empty : text[(start + from.Length)..text.IndexOf(to, start, StringComparison.Ordinal)];
    }

    private static ClientFamily Family(string info) =>
        info.StartsWith("Client=REST;Client=RESTSystem", StringComparison.Ordinal) || info.StartsWith("Client=RESTSystem", StringComparison.Ordinal) ? ClientFamily.RestSystem
        : Between(info + ";", "Client=", ";") switch
        {
            "OWA" => ClientFamily.Owa,
            "REST" => ClientFamily.Rest,
            "WebServices" => ClientFamily.WebServices,
            "MSExchangeRPC" => ClientFamily.MsExchangeRpc,
            "OutlookService" => ClientFamily.OutlookService,
            "ActiveSync" => ClientFamily.ActiveSync,
            "IMAP4" => ClientFamily.Imap4,
            "POP3/IMAP4" => info.Contains("Protocol=POP3", StringComparison.Ordinal) ? ClientFamily.Pop3 : ClientFamily.Imap4,
            "POP3" => ClientFamily.Pop3,
            _ => ClientFamily.Unknown,
        };
}
