using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection.Names;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Names made to be overlooked or mistaken.</summary>
internal static class SuspectNames
{
    private const string Maker = "microsoft";

    private static readonly string[] s_products =
    [
        Maker, "office", "office 365", "microsoft 365", "outlook", "exchange", "exchange online", "sharepoint", "onedrive", "teams", "azure", "azure ad", "entra", "windows", "word", "excel", "graph", "defender", "o365", "m365",
    ];

    // What Microsoft's own services are called by, and nobody's product is by itself.
    private static readonly HashSet<string> s_services = new(StringComparer.OrdinalIgnoreCase)
    {
        "update", "updater", "updates", "upgrade", "security", "secure", "service", "services", "support", "protection", "verification", "verify", "authentication", "authenticator", "account", "accounts",
        "access", "admin", "helpdesk", "team", "online", "web", "mail", "app", "portal", "login", "365",
    };

    /// <summary>Whether a name says nothing: empty, punctuation, or one character.</summary>
    public static bool IsMeaningless(string name) => name.Count(char.IsLetterOrDigit) <= 1;

    /// <summary>Whether an application's name passes for one of Microsoft's.</summary>
    public static ChangeSignal? PassesForMicrosoft(string name)
    {
        string plain = Plain(name);
        string skeleton = LookAlike.Skeleton(name);
        string product = s_products.FirstOrDefault(p => LookAlike.Skeleton(p) == skeleton) ?? (skeleton.StartsWith(LookAlike.Skeleton(Maker), StringComparison.Ordinal) ? Maker : string.Empty);
        if (product.Length == 0)
        {
            return IsService(name) ? new ChangeSignal("LookAlikeName", $"An application of this tenant, or one asking for its mail, calls itself '{name}' as a service of Microsoft's would.", 2.5) : null;
        }

        return !plain.StartsWith(Plain(product), StringComparison.Ordinal) || LookAlike.IsDisguised(name)
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

    private static string Plain(string name) => new([.. name.ToLowerInvariant().Where(char.IsLetterOrDigit)]);
}
