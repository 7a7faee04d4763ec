using System.Text.RegularExpressions;

namespace StormDetect.Graph;

/// <summary>Keeps tokens out of messages that others wrote.</summary>
internal static partial class TokenText
{
    /// <summary>Replaces everything that may be a token or an assertion.</summary>
    public static string Mask(string text) => Token().Replace(text, "(token left out)");

    // Every JWT begins with the base64 of {" ; the second form is a header or form field with whatever follows it.
    [GeneratedRegex(@"eyJ[A-Za-z0-9_\-]{8,}(\.[A-Za-z0-9_\-]*)*|(?<=(Bearer\s+|(access_token|refresh_token|id_token|client_secret|client_assertion|assertion|password)""?\s*[=:]\s*""?))[^\s""&,}]{8,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
