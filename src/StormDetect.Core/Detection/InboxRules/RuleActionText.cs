using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>
/// The actions of a rule in the shapes of UpdateInboxRules: JSON text or an object with an ActionType in each action at any depth, members named by the action
/// (<c>ForwardToRecipientsAction</c>), or words.
/// </summary>
internal static partial class RuleActionText
{
    private const int MaxDepth = 24;

    /// <summary>Whether a word names an action.</summary>
    public static bool IsAction(string word) => NameOf(word) is not null;

    /// <summary>Adds the actions a text holds.</summary>
    public static void Read(string text, List<(string Name, IEnumerable<string> Values)> actions)
    {
        string trimmed = text.Trim();
        if (trimmed.Length == 0 || trimmed is "[]" or "{}")
        {
            return;
        }

        if (trimmed[0] is '[' or '{')
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(trimmed, new JsonDocumentOptions { MaxDepth = 64, AllowTrailingCommas = true });
                Read(document.RootElement, actions, 0);
                return;
            }
            catch (Exception cause) when (cause is JsonException or InvalidOperationException or ArgumentException)
            {
                // Cut, or no JSON after all: its words still say something.
            }
        }

        ReadWords(trimmed, actions);
    }

    /// <summary>Adds one action.</summary>
    /// <param name="word">Its name in any of the vocabularies.</param>
    /// <param name="values">Recipients, or the folder.</param>
    /// <param name="actions">What it is added to.</param>
    public static void Add(string word, IEnumerable<string> values, List<(string Name, IEnumerable<string> Values)> actions)
    {
        if (NameOf(word) is { } name)
        {
            bool isList = name is RuleParts.ForwardTo or RuleParts.ForwardAsAttachmentTo or RuleParts.RedirectTo or RuleParts.MoveToFolder or RuleParts.CopyToFolder
                or RuleParts.SendTextMessageNotificationTo;
            string[] given = values.Where(static value => !string.IsNullOrWhiteSpace(value)).ToArray();
            string[] list = isList && given.Length > 0 ? given : [isList ? "(not named)" : "True"];
            actions.Add((name, list));
        }
    }

    // MAPI's action types (Outlook), Exchange's own (ServerRule) and those of the cmdlets.
    private static string? NameOf(string word)
    {
        string bare = word.Trim();
        bare = bare.EndsWith("Action", StringComparison.OrdinalIgnoreCase) && bare.Length > 6 && !bare.Equals("DeferAction", StringComparison.OrdinalIgnoreCase) ? bare[..^6] : bare;
        return bare.ToLowerInvariant() switch
        {
            "forward" or "forwardto" or "forwardtorecipients" => RuleParts.ForwardTo,
            "forwardasattachment" or "forwardasattachmentto" or "forwardasattachmenttorecipients" => RuleParts.ForwardAsAttachmentTo,
            "redirect" or "redirectto" or "redirecttorecipients" or "delegate" => RuleParts.RedirectTo,
            "move" or "movetofolder" => RuleParts.MoveToFolder,
            "copy" or "copytofolder" => RuleParts.CopyToFolder,
            "delete" or "deletemessage" => RuleParts.DeleteMessage,
            "softdelete" or "softdeletemessage" => RuleParts.SoftDeleteMessage,
            "permanentdelete" or "harddelete" => RuleParts.PermanentDelete,
            "markasread" => RuleParts.MarkAsRead,
            "stopprocessing" or "stopprocessingrules" => RuleParts.StopProcessingRules,
            "defer" or "deferaction" => RuleParts.Defer,
            "sendsmsalerttorecipients" or "sendtextmessagenotificationto" => RuleParts.SendTextMessageNotificationTo,
            "assigncategories" or "tag" or "applycategory" => "ApplyCategory",
            "markimportance" => "MarkImportance",
            "reply" or "oofreply" or "serverreplymessage" => "Reply",
            _ => null,
        };
    }

    private static void Read(JsonElement element, List<(string Name, IEnumerable<string> Values)> actions, int depth)
    {
        if (depth > MaxDepth)
        {
            return;
        }

        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.String && IsAction(item.GetString()!))
                {
                    Add(item.GetString()!, [], actions);
                }
                else
                {
                    Read(item, actions, depth + 1);
                }
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            string? type = null;
            foreach (JsonProperty member in element.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.String && (Is(member, "ActionType") || Is(member, "Type") || Is(member, "$type") || Is(member, "Action") || Is(member, "@odata.type"))
                    && IsAction(Last(member.Value.GetString()!)))
                {
                    type = Last(member.Value.GetString()!);
                }
            }

            if (type is not null)
            {
                AddTyped(type, element, actions);
                return;
            }

            foreach (JsonProperty member in element.EnumerateObject())
            {
                if (IsAction(member.Name))
                {
                    if (member.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False))
                    {
                        Add(member.Name, Texts(member.Value, depth), actions);
                    }
                }
                else if (member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                {
                    Read(member.Value, actions, depth + 1);
                }
                else if (member.Value.ValueKind == JsonValueKind.String && member.Value.GetString() is ['[' or '{', ..] nested)
                {
                    Read(nested, actions);
                }
            }
        }
    }

    private static void AddTyped(string type, JsonElement action, List<(string Name, IEnumerable<string> Values)> actions)
    {
        List<string> values = [];
        foreach (JsonProperty member in action.EnumerateObject())
        {
            if (Is(member, "Recipients") || Is(member, "Addresses") || Is(member, "Participants") || member.Name.Contains("Folder", StringComparison.OrdinalIgnoreCase) || Is(member, "Id"))
            {
                values.AddRange(Texts(member.Value, 0));
            }
            else if (Is(member, "ForwardFlags") && member.Value.ValueKind == JsonValueKind.String && NameOf(type) == RuleParts.ForwardTo)
            {
                // MAPI tells a redirection and an attachment from a plain forward by flags.
                string flags = member.Value.GetString()!;
                type = flags.Contains("PreserveSender", StringComparison.OrdinalIgnoreCase) ? RuleParts.RedirectTo
                    : flags.Contains("ForwardAsAttachment", StringComparison.OrdinalIgnoreCase) ? RuleParts.ForwardAsAttachmentTo : type;
            }
        }

        Add(type, values, actions);
    }

    /// <summary>Every text below an element that can be an address or folder; of an address object the address only.</summary>
    private static IEnumerable<string> Texts(JsonElement element, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return RuleValues.Split(element.GetString()!);
            case JsonValueKind.Array when depth < MaxDepth:
                return element.EnumerateArray().SelectMany(item => Texts(item, depth + 1)).ToArray();
            case JsonValueKind.Object when depth < MaxDepth:
                JsonProperty[] members = [.. element.EnumerateObject()];
                JsonProperty[] addresses = [.. members.Where(static member => member.Name.Contains("Address", StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind != JsonValueKind.Null)];
                JsonProperty[] chosen = addresses.Length > 0 ? addresses
                    : [.. members.Where(static member => Is(member, "Recipients") || Is(member, "Participants") || Is(member, "Name") || Is(member, "DisplayName") || member.Name.Contains("Folder", StringComparison.OrdinalIgnoreCase))];
                return chosen.SelectMany(member => Texts(member.Value, depth + 1)).ToArray();
            default:
                return [];
        }
    }

    private static void ReadWords(string text, List<(string Name, IEnumerable<string> Values)> actions)
    {
        string[] addresses = Address().Matches(text).Select(static match => match.Value).Take(64).ToArray();
        foreach (string word in Word().Matches(text).Select(static match => match.Value).Distinct(StringComparer.OrdinalIgnoreCase).Take(64))
        {
            // A folder or recipient in plain words cannot be told from the words around it; only addresses can.
            Add(word, addresses, actions);
        }
    }

    private static string Last(string type) => type[(type.LastIndexOfAny(['.', '#']) + 1)..];

    private static bool Is(JsonProperty member, string name) => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"[^\s<>\[\]"",;:=()']{1,128}@[A-Za-z0-9.-]{1,255}", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"[A-Za-z]{4,48}", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
