using System;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>
/// A recipient's or application's name as it can be compared: cmdlets take and log aliases, addresses, GUIDs, distinguished paths ("NAMPR01.PROD.OUTLOOK.COM/Microsoft Exchange Hosted
/// Organizations/contoso.onmicrosoft.com/kim") and <c>DOMAIN\account</c> for the same thing.
/// </summary>
internal static class NameKey
{
    public static string Of(string? name)
    {
        string text = Clean(name);
        int cut = text.LastIndexOfAny(['/', '\\']);
        if (cut >= 0 && cut < text.Length - 1)
        {
            text = text[(cut + 1)..];
        }

        return text.ToLowerInvariant();
    }

    /// <summary>The name without <c>smtp:</c>, quotes and blanks.</summary>
    public static string Clean(string? name)
    {
        string text = (name ?? string.Empty).Trim().Trim('"', '\'').Trim();
        return text.StartsWith("smtp:", StringComparison.OrdinalIgnoreCase) ? text[5..].Trim() : text;
    }

    /// <summary>What stands before the @ of an address.</summary>
    public static string LocalPart(string key)
    {
        int at = key.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? key : key[..at];
    }
}
