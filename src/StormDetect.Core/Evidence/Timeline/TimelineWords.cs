using System;
using System.Globalization;
using System.Linq;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Timelines;

/// <summary>Records in plain words: what was done, with what, from where.</summary>
internal static class TimelineWords
{
    private const int LongestValue = 160;

    public static string Of(ActivityTimelineEntry entry, ChangeRecord record, MailAccessDetails details)
    {
        string words = entry.Kind switch
        {
            TimelineEntryKind.Access => OfAccess(entry, details.AccessType == MailActivity.Sync),
            TimelineEntryKind.SignIn => SignIn(entry, record),
            TimelineEntryKind.Send => Sent(record) + Where(entry),
            TimelineEntryKind.Search => $"searched for {Quoted(record["QueryText"] ?? record.OperationProperties["QueryText"] ?? record.Parameters["Query"] ?? "something the record does not name")}{Where(entry)}",
            TimelineEntryKind.Move or TimelineEntryKind.Delete => Moved(entry, record) + Where(entry),
            TimelineEntryKind.Change => ChangeWords.Of(record) + Where(entry),
            _ => Other(record) + Where(entry),
        };
        return entry.Succeeded || entry.Kind == TimelineEntryKind.SignIn ? words : "tried and failed: " + words;
    }

    public static string OfAccess(ActivityTimelineEntry entry, bool isSync)
    {
        if (entry.Kind != TimelineEntryKind.Access)
        {
            return entry.Operation + Where(entry);
        }

        string folders = entry.Folders.Count == 0 ? string.Empty : $" in {Quoted(string.Join(", ", entry.Folders.Take(4)))}{(entry.Folders.Count > 4 ? $" and {entry.Folders.Count - 4} more folders" : string.Empty)}";
        bool isOther = entry.Mailbox.Contains('@', StringComparison.Ordinal) && !entry.Mailbox.Equals(entry.UserId, StringComparison.OrdinalIgnoreCase);
        string whose = isOther ? $" of {Shown(entry.Mailbox)}" : string.Empty;
        string what = isSync
            ? $"synchronised {(entry.Folders.Count == 0 ? "a whole folder" : $"the whole folder {Quoted(string.Join(", ", entry.Folders.Take(4)))}")}{whose}"
            : $"read {Count(entry.ItemCount ?? 1, "item")}{whose}{folders}";
        return what + Where(entry);
    }

    /// <summary>The application and the address, as the end of a sentence.</summary>
    public static string Where(ActivityTimelineEntry entry)
    {
        string app = App(entry);
        string with = app.Length == 0 ? string.Empty : $" with {app}";
        return entry.Address.Length == 0 ? with : $"{with} from {Shown(entry.Address)}";
    }

    public static string Quoted(string text) => $"'{Shown(text)}'";

    public static string Shown(string text) => text.Length > LongestValue ? text[..LongestValue] + "..." : text;

    public static string Count(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {noun}{(count == 1 ? string.Empty : "s")}");

    private static string App(ActivityTimelineEntry entry)
    {
        if (entry.ClientAppId.Length > 0)
        {
            return $"client app {(entry.ClientAppName.Length > 0 ? entry.ClientAppName : Shown(entry.ClientAppId))}";
        }

        if (entry.AppId.Length > 0)
        {
            return $"app {(entry.AppName.Length > 0 ? entry.AppName : Shown(entry.AppId))}";
        }

        return ClientInfo.Parse(entry.Client).Family switch
        {
            ClientFamily.Unknown => string.Empty,
            ClientFamily.Owa => "Outlook on the web",
            ClientFamily.MsExchangeRpc => "Outlook for Windows",
            ClientFamily.WebServices => "Exchange Web Services",
            ClientFamily.RestSystem => "an Exchange service",
            ClientFamily.OutlookService => "Outlook mobile",
            ClientFamily.ActiveSync => "Exchange ActiveSync",
            ClientFamily.Imap4 => "IMAP",
            ClientFamily.Pop3 => "POP",
            _ => "the REST interface",
        };
    }

    private static string SignIn(ActivityTimelineEntry entry, ChangeRecord record)
    {
        string app = entry.AppId.Length == 0 ? string.Empty : $" to {(entry.AppName.Length > 0 ? entry.AppName : Shown(entry.AppId))}";
        string from = entry.Address.Length == 0 ? string.Empty : $" from {Shown(entry.Address)}";
        string client = entry.Client.Length == 0 ? string.Empty : $" ({Shown(entry.Client)})";
        string why = record["LogonError"] is { Length: > 0 } error ? $": {Shown(error)}" : record["ErrorNumber"] is { Length: > 0 } number && number != "0" ? $": error {Shown(number)}" : string.Empty;
        return entry.Succeeded ? $"signed in{app}{from}{client}" : $"failed to sign in{app}{from}{client}{why}";
    }

    private static string Sent(ChangeRecord record)
    {
        NamedValues item = Members(record["Item"]);
        string subject = item["Subject"] is { Length: > 0 } text ? $" {Quoted(text)}" : " a message";
        int recipients = Members(record["RecipientList"] ?? record["recipientList"]).Count;
        string many = record["recipientCount"] is { Length: > 0 } count ? $" to {Shown(count)} recipients" : recipients > 0 ? $" to {Count(recipients, "recipient")}" : string.Empty;
        string how = record.Operation.ToUpperInvariant() switch { "SENDAS" => " as somebody else", "SENDONBEHALF" => " on behalf of somebody else", _ => string.Empty };
        return $"sent{subject}{many}{how}";
    }

    private static string Moved(ActivityTimelineEntry entry, ChangeRecord record)
    {
        int listed = Occurrences(record["AffectedItems"], "\"Id\"");
        string items = listed > 0 ? Count(listed, "item") : Count(1, "item");
        string from = Members(record["Folder"])["Path"] is { Length: > 0 } folder ? $" from {Quoted(folder)}" : entry.Folders.Count > 0 ? $" from {Quoted(entry.Folders[0])}" : string.Empty;
        string to = Members(record["DestFolder"])["Path"] is { Length: > 0 } target ? $" to {Quoted(target)}" : string.Empty;
        string verb = record.Operation.ToUpperInvariant() switch
        {
            "MOVE" => "moved",
            "COPY" => "copied",
            "MOVETODELETEDITEMS" => "moved to the deleted items",
            "SOFTDELETE" => "deleted (recoverable)",
            "HARDDELETE" => "purged (not recoverable by the user)",
            _ => record.Operation,
        };
        return $"{verb} {items}{from}{to}";
    }

    private static string Other(ChangeRecord record) => record.ObjectId.Length == 0 ? record.Operation : $"{record.Operation} {Quoted(record.ObjectId)}";

    private static int Occurrences(string? text, string part)
    {
        int count = 0;
        for (int at = text?.IndexOf(part, StringComparison.OrdinalIgnoreCase) ?? -1; at >= 0; at = text!.IndexOf(part, at + part.Length, StringComparison.OrdinalIgnoreCase))
        {
            count++;
        }

        return count;
    }

    /// <summary>The members of nested JSON that a record's member holds as text.</summary>
    private static NamedValues Members(string? json)
    {
        if (string.IsNullOrEmpty(json) || json[0] is not ('{' or '['))
        {
            return NamedValues.Empty;
        }

        return NestedText.Read(json);
    }
}
