namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// The id of a story: made of detection, tenant, path and first anchor (the network, or none, and the id of the earliest record). Days and mailboxes that join later come after the
/// first record, so the id stays.
/// </summary>
internal static class StoryId
{
    public static string Create(string detectionId, string tenantId, AccessPath path, string anchor, string firstRecordId) =>
        FindingId.Create(FindingId.MailAccessPrefix, detectionId, tenantId, path.ToString(), anchor, firstRecordId);
}
