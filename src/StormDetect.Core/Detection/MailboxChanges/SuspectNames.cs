using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Names made to be overlooked or mistaken.</summary>
internal static class SuspectNames
{
    private static readonly string[] s_products =
    [
        "microsoft", "office", "office 365", "microsoft 365", "outlook", "exchange", "exchange online", "sharepoint", "onedrive", "teams", "azure", "azure ad", "entra", "windows", "word", "excel", "graph", "defender", "o365", "m365",
    ];

    // What Microsoft's own services are called by, and nobody's product is by itself.
    private static readonly HashSet<string> s_services = new(StringComparer.OrdinalIgnoreCase)
    {
        "update", "updater", "updates", "upgrade", "security", "secure", "service", "services", "support", "protection", "verification", "verify", "authentication", "authenticator", "account", "accounts",
        "access", "admin", "helpdesk", "team", "online", "web", "mail", "app", "portal", "login", "365",
    };

    // Letters of other alphabets, and digits, that look like Latin ones.
    private static readonly Dictionary<char, char> s_twins = new()
    {
        ['0'] = 'o', ['1'] = 'l', ['|'] = 'l', ['5'] = 's', ['а'] = 'a', ['с'] = 'c', ['е'] = 'e', ['о'] = 'o', ['р'] = 'p', ['х'] = 'x', ['у'] = 'y', ['і'] = 'i', ['ј'] = 'j', ['ѕ'] = 's', ['һ'] = 'h', ['ԁ'] = 'd',
        ['м'] = 'm', ['т'] = 't', ['к'] = 'k', ['ο'] = 'o', ['α'] = 'a', ['ν'] = 'v', ['ι'] = 'i', ['ρ'] = 'p', ['ɡ'] = 'g', ['ⅼ'] = 'l', ['ı'] = 'i',
    };

    /// <summary>Whether a name says nothing: empty, punctuation, or one character.</summary>
    public static bool IsMeaningless(string name) => name.Count(char.IsLetterOrDigit) <= 1;

    /// <summary>Whether an application's name passes for one of Microsoft's.</summary>
    public static ChangeSignal? PassesForMicrosoft(string name)
    {
        string plain = Plain(name);
        string skeleton = Skeleton(name);
        string product = s_products.FirstOrDefault(p => Plain(p) == skeleton) ?? (skeleton.StartsWith("microsoft", StringComparison.Ordinal) ? "microsoft" : string.Empty);
        if (product.Length == 0)
        {
            return IsService(name) ? new ChangeSignal("LookAlikeName", $"An application of this tenant, or one asking for its mail, calls itself '{name}' as a service of Microsoft's would.", 2.5) : null;
        }

        return skeleton != plain
            ? new ChangeSignal("LookAlikeName", $"'{name}' is written to be read as '{product}'.", 4)
            : Plain(product) == plain ? new ChangeSignal("LookAlikeName", $"An application of this tenant, or one asking for its mail, calls itself '{name}' as Microsoft's own do.", 3)
            : null;
    }

    /// <summary>Whether a name is one of Microsoft's products and beside it nothing but words that any service of theirs has; those of other makers name them or what they do.</summary>
    private static bool IsService(string name)
    {
        string[] words = name.Split([' ', '-', '_', '.'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1 && s_products.Any(product => product.Equals(words[0], StringComparison.OrdinalIgnoreCase) && words[0].Length > 4 || words[0] is "O365" or "o365" or "0365" or "M365" or "m365")
            && words.Skip(1).All(s_services.Contains);
    }

    /// <summary>Whether a domain outside passes for one of the tenant's own: one letter or one look off.</summary>
    public static bool PassesFor(string domain, IEnumerable<string> own)
    {
        string label = Label(domain);
        string skeleton = Skeleton(label);
        return own.Select(Label).Any(other => other != label && other.Length >= 4 && (Skeleton(other) == skeleton || (other.Length >= 6 && IsOneOff(label, other))));
    }

    /// <summary>Whether a domain outside has the name of one of the tenant's own under another ending, which companies own as well.</summary>
    public static bool IsNamesake(string domain, IEnumerable<string> own) => own.Select(Label).Any(other => other == Label(domain) && other.Length >= 4);

    /// <summary>The name as the eye takes it: without case, accents and separators, <c>rn</c> as m, <c>vv</c> as w, letters of other alphabets as their Latin twins.</summary>
    public static string Skeleton(string name)
    {
        StringBuilder text = new();
        foreach (char c in name.Normalize(NormalizationForm.FormKD).ToLowerInvariant())
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark && (char.IsLetterOrDigit(c) || c == '|'))
            {
                text.Append(s_twins.GetValueOrDefault(c, c));
            }
        }

        return text.Replace("rn", "m").Replace("vv", "w").ToString();
    }

    private static string Plain(string name) => new([.. name.ToLowerInvariant().Where(char.IsLetterOrDigit)]);

    /// <summary>Whether a domain bears the name that the tenant was founded under (contoso.com and contoso.onmicrosoft.com): its own, most likely.</summary>
    public static bool IsFoundersName(string domain, IEnumerable<string> own) => own.Any(mine => mine.EndsWith(".onmicrosoft.com", StringComparison.Ordinal) && Label(mine) == Label(domain));

    // "contoso" of contoso.com and of contoso.onmicrosoft.com.
    private static string Label(string domain)
    {
        string[] parts = domain.Split('.');
        return parts.Length < 2 ? domain : parts.Length > 2 && parts[^1].Length == 2 && parts[^2].Length <= 3 ? parts[^3] : parts[^2] == "onmicrosoft" && parts.Length > 2 ? parts[^3] : parts[^2];
    }

    /// <summary>Whether one letter was put in, left out or changed, or two swapped.</summary>
    private static bool IsOneOff(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 1 || a == b)
        {
            return false;
        }

        int start = 0;
        while (start < a.Length && start < b.Length && a[start] == b[start])
        {
            start++;
        }

        int end = 0;
        while (end < a.Length - start && end < b.Length - start && a[^(end + 1)] == b[^(end + 1)])
        {
            end++;
        }

        int left = a.Length - start - end;
        int right = b.Length - start - end;
        return left <= 1 && right <= 1
            || (left == 2 && right == 2 && a[start] == b[start + 1] && a[start + 1] == b[start]);
    }
}
