using System;
using System.Security.Cryptography;
using System.Text;

namespace StormDetect.Core.Detection;

/// <summary>
/// Ids that stay the same however often and in whatever order a log is read: a prefix for the kind of finding and the first 12 hex digits of the SHA-256 of what makes the story
/// that story, separated by line feeds. What joins a story later must not be among it.
/// </summary>
internal static class FindingId
{
    public static string Create(string prefix, params string[] parts)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)));
        return $"{prefix}-{Convert.ToHexString(hash, 0, 6)}";
    }
}
