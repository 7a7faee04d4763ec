using System;
using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace StormDetect.Core.Detection;

/// <summary>
/// Ids that stay the same however often and in whatever order a log is read: a prefix for the kind of finding and the first 12 hex digits of the SHA-256 of what makes the story
/// that story, separated by line feeds. What joins a story later must not be among it.
/// </summary>
internal static class FindingId
{
    /// <summary>The prefix of mail-access stories.</summary>
    public const string MailAccessPrefix = "MAA";

    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789ABCDEF");

    public static string Create(string prefix, params string[] parts)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)));
        return $"{prefix}-{Convert.ToHexString(hash, 0, 6)}";
    }

    /// <summary>Whether a text has the form of an id.</summary>
    public static bool IsWellFormed(string id) =>
        id.Length == 16 && id[3] == '-' && id.AsSpan(0, 3).IndexOfAnyExceptInRange('A', 'Z') < 0 && id.AsSpan(4).IndexOfAnyExcept(s_digits) < 0;

    /// <summary>Whether an id is a mail-access story's, whatever was done in it.</summary>
    public static bool IsOfMailAccess(string id) => id.StartsWith(MailAccessPrefix, StringComparison.Ordinal);
}
