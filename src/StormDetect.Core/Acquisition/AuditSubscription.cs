namespace StormDetect.Core;

/// <summary>A tenant's subscription to a content of the Management Activity API.</summary>
/// <param name="ContentType">The content, such as <c>Audit.Exchange</c>.</param>
/// <param name="IsEnabled">Whether it delivers.</param>
public sealed record AuditSubscription(string ContentType, bool IsEnabled)
{
    /// <summary>Whether it was started just now. Its first blobs may take 12 hours, and nothing from before it is delivered.</summary>
    public bool IsNew { get; init; }

    /// <summary>The content and its state.</summary>
    /// <returns>A line.</returns>
    public override string ToString() => $"{ContentType}: {(IsNew ? "started" : IsEnabled ? "enabled" : "disabled")}";
}
