using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using StormDetect.Core.Detection.MailAccess;
using System.Text.RegularExpressions;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>
/// Reads rules as objects: Get-InboxRule (also as Import-Clixml, remoting, ConvertTo-Json or Export-Csv left them) and Graph's messageRule, alone, in arrays and in pages
/// (<c>value</c>). Names of properties in any case.
/// </summary>
internal static partial class RuleObjectReader
{
    private const int MaxDepth = 8;
    private static readonly string[] s_mailboxNames = ["Mailbox", "MailboxOwnerId", "UserPrincipalName", "PrimarySmtpAddress", "MailboxOwnerUPN", "UserId"];

    /// <summary>Names of Get-InboxRule for what New-InboxRule calls otherwise.</summary>
    private static readonly Dictionary<string, string> s_graph = new(StringComparer.OrdinalIgnoreCase)
    {
        ["forwardTo"] = RuleParts.ForwardTo,
        ["forwardAsAttachmentTo"] = RuleParts.ForwardAsAttachmentTo,
        ["redirectTo"] = RuleParts.RedirectTo,
        ["delete"] = RuleParts.DeleteMessage,
        ["permanentDelete"] = RuleParts.PermanentDelete,
        ["moveToFolder"] = RuleParts.MoveToFolder,
        ["copyToFolder"] = RuleParts.CopyToFolder,
        ["markAsRead"] = RuleParts.MarkAsRead,
        ["stopProcessingRules"] = RuleParts.StopProcessingRules,
        ["assignCategories"] = "ApplyCategory",
        ["markImportance"] = "MarkImportance",
        ["fromAddresses"] = RuleParts.From,
        ["senderContains"] = RuleParts.FromAddressContainsWords,
        ["subjectContains"] = RuleParts.SubjectContainsWords,
        ["bodyContains"] = RuleParts.BodyContainsWords,
        ["bodyOrSubjectContains"] = RuleParts.SubjectOrBodyContainsWords,
        ["headerContains"] = RuleParts.HeaderContainsWords,
        ["recipientContains"] = "RecipientAddressContainsWords",
        ["sentToAddresses"] = "SentTo",
        ["sentToMe"] = "MyNameInToBox",
        ["sentOnlyToMe"] = "SentOnlyToMe",
        ["sentCcMe"] = "MyNameInCcBox",
        ["sentToOrCcMe"] = "MyNameInToOrCcBox",
        ["notSentToMe"] = "MyNameNotInToBox",
        ["hasAttachments"] = "HasAttachment",
        ["importance"] = "WithImportance",
        ["sensitivity"] = "WithSensitivity",
        ["withinSizeRange"] = "WithinSizeRangeMaximum",
        ["messageActionFlag"] = "FlaggedForAction",
    };

    /// <summary>Whether an object is meant to be a rule, or a page of rules.</summary>
    public static bool LooksLikeRule(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => IsGraph(element) || Member(element, "RuleIdentity") is not null
            || (Member(element, "Operation") is null && Member(element, "Operations") is null && element.EnumerateObject().Any(static member => RuleParts.IsAction(member.Name)))
            || IsPage(element, out _),
        JsonValueKind.Array => element.GetArrayLength() > 0 && LooksLikeRule(element[0]),
        _ => false,
    };

    /// <summary>Reads an object.</summary>
    /// <param name="element">A rule, an array of rules, or a page of them.</param>
    /// <param name="rules">Takes the rules.</param>
    /// <param name="problems">Takes what is no rule, or too little of one.</param>
    public static void Read(JsonElement element, List<RuleSnapshot> rules, List<InboxRuleProblem> problems) => Read(element, string.Empty, rules, problems, 0);

    private static void Read(JsonElement element, string mailbox, List<RuleSnapshot> rules, List<InboxRuleProblem> problems, int depth)
    {
        if (element.ValueKind == JsonValueKind.Array && depth < MaxDepth)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                Read(item, mailbox, rules, problems, depth + 1);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object && IsPage(element, out JsonElement page) && depth < MaxDepth)
        {
            Read(page, MailboxOf(element), rules, problems, depth + 1);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            ReadRule(element, mailbox, rules, problems);
        }
        else
        {
            problems.Add(new InboxRuleProblem(element.ValueKind.ToString(), "It is no rule."));
        }
    }

    private static void ReadRule(JsonElement rule, string pageMailbox, List<RuleSnapshot> rules, List<InboxRuleProblem> problems)
    {
        bool isGraph = IsGraph(rule);
        string identity = Text(rule, isGraph ? "id" : "Identity");
        (string identityMailbox, string identityRule) = SplitIdentity(isGraph ? string.Empty : identity);
        string? name = Member(rule, isGraph ? "displayName" : "Name") is { ValueKind: JsonValueKind.String } given ? given.GetString() : null;
        string id = isGraph ? RuleIds.OfGraph(identity) : RuleIds.Normalise(Text(rule, "RuleIdentity") is { Length: > 0 } number ? number : identityRule);
        string shown = name ?? (identity.Length > 0 ? identity : "(unnamed)");
        List<(string, IEnumerable<string>)> entries = [];
        bool hasAction = false;
        if (isGraph)
        {
            hasAction = Member(rule, "actions") is { ValueKind: JsonValueKind.Object } actions && ReadGraph(actions, string.Empty, entries) >= 0;
            if (Member(rule, "conditions") is { ValueKind: JsonValueKind.Object } conditions)
            {
                _ = ReadGraph(conditions, string.Empty, entries);
            }

            if (Member(rule, "exceptions") is { ValueKind: JsonValueKind.Object } exceptions)
            {
                _ = ReadGraph(exceptions, "ExceptIf", entries);
            }
        }
        else
        {
            foreach (JsonProperty member in rule.EnumerateObject())
            {
                bool isAction = RuleParts.IsAction(member.Name);
                hasAction |= isAction;
                if (isAction || RuleParts.IsCondition(member.Name) || RuleParts.IsException(member.Name))
                {
                    entries.Add((member.Name, Texts(member.Value, 0)));
                }
            }
        }

        if (name is null && identity.Length == 0 && id.Length == 0)
        {
            problems.Add(new InboxRuleProblem(shown, hasAction ? "It has neither a name nor an identity." : "It has neither name, identity nor actions: it is no inbox rule."));
            return;
        }

        if (!hasAction)
        {
            problems.Add(new InboxRuleProblem(shown, !isGraph
                ? "It has no property that says what it does (ForwardTo, RedirectTo, DeleteMessage, MoveToFolder ...). Pipe the objects of Get-InboxRule as they are, without Select-Object."
                : Flag(rule, "isReadOnly") == true ? Unshown(rule)
                : "It has no actions. Select all of messageRule's properties."));
            return;
        }

        string mailbox = s_mailboxNames.Select(property => Text(rule, property)).FirstOrDefault(static text => text.Length > 0) ?? string.Empty;
        string[] names = new[] { MailboxNames.Normalise(mailbox), identityMailbox, MailboxNames.Normalise(MailboxOf(rule)), pageMailbox }
            .Where(static text => text.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        rules.Add(new RuleSnapshot
        {
            Source = isGraph ? InboxRuleSource.Graph : InboxRuleSource.Exchange,
            MailboxNames = names,
            RuleName = RuleChangeReader.Cut(name ?? string.Empty),
            RuleId = id,
            Identity = identity,
            Settings = RuleSettings.Of(entries, isComplete: true),
            Enabled = Flag(rule, isGraph ? "isEnabled" : "Enabled"),
            IsHidden = Flag(rule, "IsHidden") ?? Flag(rule, "Hidden") ?? false,
        });
    }

    // Microsoft Graph leaves conditions and actions out of a rule that has one it does not know (microsoftgraph/microsoft-graph-docs, issue 13225): the way to keep a rule from being read.
    private static string Unshown(JsonElement rule)
    {
        string mailbox = Text(rule, "userPrincipalName");
        return $"Microsoft Graph shows neither its conditions nor its actions (isReadOnly): it has one that Graph does not know, and what it does with mail is not told. Read it with Get-InboxRule{(mailbox.Length > 0 ? $" -Mailbox {PowerShellText.Quote(mailbox)}" : string.Empty)} -IncludeHidden.";
    }

    private static int ReadGraph(JsonElement part, string prefix, List<(string, IEnumerable<string>)> entries)
    {
        int count = 0;
        foreach (JsonProperty member in part.EnumerateObject())
        {
            if (member.Name.StartsWith('@') || member.Value.ValueKind is JsonValueKind.Null)
            {
                continue;
            }

            string name = s_graph.GetValueOrDefault(member.Name, member.Name);
            string[] values = Texts(member.Value, 0).ToArray();
            if (values.Length > 0)
            {
                // What Graph calls by a name that is in no list still narrows what the rule picks.
                bool isKnown = RuleParts.IsAction(name) || RuleParts.IsCondition(name);
                entries.Add((prefix.Length > 0 ? prefix + name : isKnown ? name : RuleParts.Restriction, isKnown || prefix.Length > 0 ? values : values.Select(value => $"{member.Name}: {value}")));
                count++;
            }
        }

        return count;
    }

    private static bool IsGraph(JsonElement element) =>
        Member(element, "displayName") is not null && (Member(element, "actions") is not null || Member(element, "conditions") is not null || Member(element, "isEnabled") is not null);

    private static bool IsPage(JsonElement element, out JsonElement page)
    {
        page = default;
        if (Member(element, "value") is not { ValueKind: JsonValueKind.Array } items)
        {
            return false;
        }

        page = items;
        return Text(element, "@odata.context").Contains("messageRules", StringComparison.OrdinalIgnoreCase) || (items.GetArrayLength() > 0 && LooksLikeRule(items[0]));
    }

    /// <summary>The mailbox a page is of: <c>...users('kim%40contoso.example')/mailFolders('inbox')/messageRules</c>.</summary>
    private static string MailboxOf(JsonElement element)
    {
        Match match = User().Match(Text(element, "@odata.context"));
        return match.Success ? MailboxNames.Normalise(Uri.UnescapeDataString(match.Groups[1].Value)) : string.Empty;
    }

    /// <summary><c>alias\1234567890</c>: mailbox and rule.</summary>
    private static (string Mailbox, string Rule) SplitIdentity(string identity)
    {
        int at = identity.IndexOf('\\', StringComparison.Ordinal);
        return at < 0 ? (string.Empty, string.Empty) : (MailboxNames.Normalise(identity[..at]), identity[(at + 1)..].Trim());
    }

    private static JsonElement? Member(JsonElement element, string name)
    {
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return member.Value;
            }
        }

        return null;
    }

    private static string Text(JsonElement element, string name) => Member(element, name) is { } value ? Texts(value, 0).FirstOrDefault() ?? string.Empty : string.Empty;

    private static bool? Flag(JsonElement element, string name) =>
        Text(element, name) is { Length: > 0 } text ? text.TrimStart('$').Equals("True", StringComparison.OrdinalIgnoreCase) : null;

    /// <summary>The values of a property: a text, numbers and flags as text, lists of them, and the address of whatever has one.</summary>
    private static IEnumerable<string> Texts(JsonElement value, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                // A list that became one text on its way: {a, b} of a CSV, a;b of a log.
                string text = value.GetString()!.Trim();
                return text is ['{', .., '}'] ? text[1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : text.Length == 0 ? [] : RuleValues.Split(text);
            case JsonValueKind.True:
                return ["True"];
            case JsonValueKind.False:
                return ["False"];
            case JsonValueKind.Number:
                return [value.GetRawText()];
            case JsonValueKind.Array when depth < MaxDepth:
                return value.EnumerateArray().SelectMany(item => Texts(item, depth + 1)).ToArray();
            case JsonValueKind.Object when depth < MaxDepth:
                if (Member(value, "emailAddress") is { } address)
                {
                    return Texts(address, depth + 1);
                }

                foreach (string name in new[] { "address", "Value", "Name", "DisplayName", "minimumSize", "maximumSize" })
                {
                    if (Member(value, name) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } member)
                    {
                        return Texts(member, depth + 1);
                    }
                }

                return value.EnumerateObject().Any() ? [value.GetRawText()] : [];
            default:
                return [];
        }
    }

    [GeneratedRegex(@"users\(?'?([^')/]+)'?\)?/", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex User();
}
