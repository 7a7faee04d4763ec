namespace StormDetect.Core;

/// <summary>One value a check looked at.</summary>
/// <param name="Subject">The mailbox, actor, policy or setting.</param>
/// <param name="Observed">What was read.</param>
/// <param name="Expected">What was expected.</param>
public sealed record CheckEvidence(string Subject, string Observed, string Expected)
{
    /// <summary>The evidence in one line.</summary>
    /// <returns>Subject, what was read and what was expected.</returns>
    public override string ToString() => $"{PlainText.Safe(Subject)}: {PlainText.Safe(Observed)} (expected: {PlainText.Safe(Expected)})";
}
