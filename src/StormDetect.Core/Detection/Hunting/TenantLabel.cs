namespace StormDetect.Core;

/// <summary>A tenant in texts for people: by name where it has one, and by the id that tells it from others.</summary>
internal static class TenantLabel
{
    /// <summary>Name and id.</summary>
    public static string Of(string name, string id) => id.Length == 0
        ? (name.Length > 0 ? $"{PlainText.Safe(name)} (records without a tenant id)" : "records without a tenant id")
        : name.Length > 0 ? $"{PlainText.Safe(name)} ({PlainText.Safe(id)})" : PlainText.Safe(id);

    /// <summary>The name where there is one, else the id.</summary>
    public static string Short(string name, string id) => name.Length > 0 ? PlainText.Safe(name) : Of(name, id);
}
