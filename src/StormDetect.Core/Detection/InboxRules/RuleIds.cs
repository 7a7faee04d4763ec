using System.Globalization;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>Numbers of rules: Outlook's records write them signed, Get-InboxRule unsigned.</summary>
internal static class RuleIds
{
    /// <summary>The number in the one way it is compared; what is no number (Graph's ids) stays as it is.</summary>
    public static string Normalise(string id)
    {
        string text = id.Trim();
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long signed) ? unchecked((ulong)signed).ToString(CultureInfo.InvariantCulture) : text;
    }
}
