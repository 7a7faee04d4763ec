using System;
using System.Security.Cryptography;
using System.Text;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// The id of a story: <c>MAA-</c> and the first 12 hex digits of the SHA-256 of detection, tenant, path and first anchor (the network, or none, and the id
/// of the earliest record), separated by line feeds. Days and mailboxes that join later come after the first record, so the id stays.
/// </summary>
internal static class StoryId
{
    public static string Create(string detectionId, string tenantId, AccessPath path, string anchor, string firstRecordId)
    {
        string text = string.Join('\n', detectionId, tenantId, path.ToString(), anchor, firstRecordId);
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return "MAA-" + Convert.ToHexString(hash, 0, 6);
    }
}
