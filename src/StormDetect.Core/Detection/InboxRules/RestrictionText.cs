using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>
/// The condition of a rule that Outlook made, as the log writes a MAPI restriction: <c>{(&amp;((SenderSearchKey Equal SMTP:A@B)(SubString IgnoreCase(SubjectProperty)=text)))}</c>.
/// What is understood becomes the condition of that name; the text itself is kept beside it.
/// </summary>
internal static partial class RestrictionText
{
    private const int MaxMatches = 64;

    /// <summary>Adds the conditions a text holds. None at all, or only that the message is one, is a rule for all mail.</summary>
    public static void Read(string text, List<(string Name, IEnumerable<string> Values)> conditions)
    {
        string trimmed = text.Trim();
        if (trimmed.Trim('{', '}', '(', ')', ' ').Length == 0 || Everything().IsMatch(trimmed))
        {
            return;
        }

        int before = conditions.Count;
        Match[] senders = [.. Sender().Matches(trimmed).Take(MaxMatches)];
        Add(RuleParts.From, senders.Select(static match => match.Groups["value"].Value.ToLowerInvariant()));
        foreach (Match match in Words().Matches(trimmed).Take(MaxMatches))
        {
            string property = match.Groups["property"].Value;
            string name = property.Contains("Subject", StringComparison.OrdinalIgnoreCase) ? RuleParts.SubjectContainsWords
                : property.Contains("Body", StringComparison.OrdinalIgnoreCase) ? RuleParts.BodyContainsWords
                : property.Contains("Sender", StringComparison.OrdinalIgnoreCase) ? RuleParts.FromAddressContainsWords
                : property.Contains("Header", StringComparison.OrdinalIgnoreCase) ? RuleParts.HeaderContainsWords
                : string.Empty;
            if (name.Length > 0)
            {
                Add(name, [match.Groups["value"].Value]);
            }
        }

        if (conditions.Count == before && ToMe().IsMatch(trimmed))
        {
            Add("MyNameInToBox", ["True"]);
        }

        if (conditions.Count == before)
        {
            Add(RuleParts.Restriction, [trimmed]);
        }

        void Add(string name, IEnumerable<string> values)
        {
            string[] all = [.. values.Distinct(StringComparer.OrdinalIgnoreCase)];
            if (all.Length > 0)
            {
                conditions.Add((name, all));
            }
        }
    }

    [GeneratedRegex(@"^[{(\s]*Exists\s*\(\s*\w*ItemClass\w*\s*\)[\s)}]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Everything();

    [GeneratedRegex(@"SenderSearchKey\s+Equal\s+(?:SMTP:)?(?<value>[^()\s]{1,256})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Sender();

    [GeneratedRegex(@"(?:SubString|Prefix|FullString|Content)\b[^()]{0,64}\(\s*(?<property>\w{1,64})\s*\)\s*=\s*(?<value>[^()]{1,256})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    [GeneratedRegex(@"MessageToMe\s+Equal\s+True|MessageRecipMe\s+Equal\s+True", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ToMe();
}
