using System;
using System.Collections.Generic;
using System.Text.Json;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>Reads rules of text.</summary>
internal static class RuleText
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 64, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads the rules of a JSON text.</summary>
    /// <returns>Whether it is JSON that is meant to hold rules.</returns>
    public static bool TryRead(string json, out List<RuleSnapshot> rules, List<InboxRuleProblem> problems)
    {
        rules = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, s_options);
            if (!RuleObjectReader.LooksLikeRule(document.RootElement))
            {
                return false;
            }

            RuleObjectReader.Read(document.RootElement, rules, problems);
            return true;
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }
}
