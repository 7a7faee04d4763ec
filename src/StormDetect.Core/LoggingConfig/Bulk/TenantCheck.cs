namespace StormDetect.Core;

/// <summary>One check of one tenant, in a roll-up.</summary>
/// <param name="CheckId">The check.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Status">What it came to.</param>
/// <param name="Severity">How much a failure matters.</param>
/// <param name="Summary">What was seen.</param>
/// <param name="Detail">The first of the evidence, or what would be needed to know.</param>
public sealed record TenantCheck(string CheckId, string Title, CheckStatus Status, Severity Severity, string Summary, string Detail)
{
    /// <summary>The check in one line.</summary>
    /// <returns>Check and status.</returns>
    public override string ToString() => $"{CheckId}={Status}";
}
