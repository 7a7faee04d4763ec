using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Timelines;

/// <summary>Changes in plain words: what was made, changed or taken away, and what it does.</summary>
internal static class ChangeWords
{
    private const int MostValues = 6;

    // Parameters that say how the cmdlet ran, not what it did.
    private static readonly HashSet<string> s_noise = new(StringComparer.OrdinalIgnoreCase)
    {
        "Force", "Confirm", "AlwaysDeleteOutlookRulesBlob", "DomainController", "IgnoreDehydratedFlag", "Identity", "Mailbox", "Name", "ErrorAction", "WarningAction",
    };

    public static string Of(ChangeRecord record)
    {
        string operation = record.Operation;
        NamedValues parameters = record.Parameters;
        string target = parameters["Identity"] ?? parameters["Mailbox"] ?? record.ObjectId;
        if (operation.EndsWith("-InboxRule", StringComparison.OrdinalIgnoreCase))
        {
            string name = parameters["Name"] ?? AfterLast(record.ObjectId.Length > 0 ? record.ObjectId : target, '\\');
            return $"{Verb(operation)} inbox rule {TimelineWords.Quoted(name)}{RuleEffect(parameters)}{Picks(parameters)}";
        }

        if (operation.Equals("UpdateInboxRules", StringComparison.OrdinalIgnoreCase))
        {
            return OutlookRule(record.OperationProperties);
        }

        if (operation.EndsWith("Permission", StringComparison.OrdinalIgnoreCase) && operation.Contains('-', StringComparison.Ordinal))
        {
            string who = parameters["User"] ?? parameters["Trustee"] ?? "somebody";
            string rights = parameters["AccessRights"] ?? "rights";
            bool takes = operation.StartsWith("Remove", StringComparison.OrdinalIgnoreCase);
            return takes
                ? $"took {TimelineWords.Shown(rights)} on {TimelineWords.Quoted(target)} from {TimelineWords.Quoted(who)}"
                : $"granted {TimelineWords.Shown(rights)} on {TimelineWords.Quoted(target)} to {TimelineWords.Quoted(who)}";
        }

        if (operation.Contains("FolderPermissions", StringComparison.OrdinalIgnoreCase))
        {
            NamedValues folder = record.ParentFolder;
            return $"set rights {TimelineWords.Quoted(folder["MemberRights"] ?? "unknown")} on folder {TimelineWords.Quoted(folder["Path"] ?? folder["Name"] ?? "unknown")} for {TimelineWords.Quoted(folder["MemberUpn"] ?? folder["MemberSid"] ?? "unknown")}";
        }

        if (operation.Contains('-', StringComparison.Ordinal) && !operation.Contains(' ', StringComparison.Ordinal))
        {
            string on = target.Length > 0 ? $" on {TimelineWords.Quoted(target)}" : string.Empty;
            return $"ran {operation}{on}{Values(parameters)}";
        }

        string what = record.ObjectId.Length > 0 ? $" on {TimelineWords.Quoted(record.ObjectId)}" : string.Empty;
        return $"{operation.TrimEnd('.')}{what}{Values(record.ModifiedProperties)}";
    }

    private static string Verb(string operation) => operation[..operation.IndexOf('-', StringComparison.Ordinal)].ToUpperInvariant() switch
    {
        "NEW" => "created",
        "SET" => "changed",
        "REMOVE" => "removed",
        "DISABLE" => "disabled",
        "ENABLE" => "enabled",
        _ => "touched",
    };

    private static string RuleEffect(NamedValues parameters)
    {
        List<string> does = [];
        foreach ((string name, string verb) in ((string, string)[])[("ForwardTo", "forwards to"), ("ForwardAsAttachmentTo", "forwards as attachment to"), ("RedirectTo", "redirects to"), ("MoveToFolder", "moves to"), ("CopyToFolder", "copies to")])
        {
            if (parameters[name] is { Length: > 0 } value)
            {
                does.Add($"{verb} {TimelineWords.Quoted(value)}");
            }
        }

        foreach ((string name, string verb) in ((string, string)[])[("DeleteMessage", "deletes"), ("SoftDeleteMessage", "deletes"), ("MarkAsRead", "marks as read"), ("StopProcessingRules", "stops other rules")])
        {
            if (parameters.IsTrue(name))
            {
                does.Add(verb);
            }
        }

        return does.Count == 0 ? string.Empty : $" that {string.Join(", ", does)}";
    }

    private static string Picks(NamedValues parameters)
    {
        string[] picks = [.. parameters.Where(static p => (p.Name.Contains("Contains", StringComparison.OrdinalIgnoreCase) || p.Name.Equals("From", StringComparison.OrdinalIgnoreCase) || p.Name.Equals("SentTo", StringComparison.OrdinalIgnoreCase)) && p.Value.Length > 0)
            .Take(3).Select(static p => $"{p.Name} {TimelineWords.Quoted(p.Value)}")];
        return picks.Length == 0 ? string.Empty : $", for mail with {string.Join(" or ", picks)}";
    }

    private static string OutlookRule(NamedValues properties)
    {
        string verb = properties["RuleOperation"] is not { } operation ? "changed"
            : operation.StartsWith("Add", StringComparison.OrdinalIgnoreCase) ? "created"
            : operation.StartsWith("Remove", StringComparison.OrdinalIgnoreCase) || operation.StartsWith("Delete", StringComparison.OrdinalIgnoreCase) ? "removed"
            : "changed";
        string name = properties["RuleName"] is { Length: > 0 } named ? $" {TimelineWords.Quoted(named)}" : string.Empty;
        string actions = (properties["RuleActions"] ?? properties["ServerRule"]) is { Length: > 0 } does ? $" with actions {TimelineWords.Quoted(does)}" : string.Empty;
        string condition = properties["RuleCondition"] is { Length: > 0 } picks ? $" for {TimelineWords.Quoted(picks)}" : string.Empty;
        return $"{verb} an Outlook rule{name}{actions}{condition}";
    }

    private static string Values(NamedValues values)
    {
        NamedValue[] told = [.. values.Where(static v => !s_noise.Contains(v.Name))];
        if (told.Length == 0)
        {
            return string.Empty;
        }

        string more = told.Length > MostValues ? $", and {told.Length - MostValues} more" : string.Empty;
        return $": {string.Join(", ", told.Take(MostValues).Select(static v => $"{v.Name} = {TimelineWords.Quoted(v.Value)}"))}{more}";
    }

    private static string AfterLast(string text, char mark) => text[(text.LastIndexOf(mark) + 1)..];
}
