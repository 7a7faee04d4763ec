namespace StormDetect.Core;

/// <summary>One fact that raised a finding, in words and in the numbers behind the words.</summary>
/// <param name="Code">Stable name of the reason, for filters and translations, such as <c>PathNewForMailboxes</c>.</param>
/// <param name="Text">The reason as a sentence with its numbers.</param>
/// <param name="Observed">What was seen, or null where the reason has no number.</param>
/// <param name="Expected">What the history led to expect, or null where nothing was known.</param>
/// <param name="Weight">What the reason adds to the finding's score, in bits of surprise. The weights of a finding add up to its score.</param>
public sealed record FindingReason(string Code, string Text, double? Observed, double? Expected, double Weight)
{
    /// <summary>The reason as a sentence with its numbers; texts of the log in it cannot steer a terminal.</summary>
    public string Text { get; init; } = PlainText.Cell(Text);

    /// <summary>The sentence, so that a reason prints as what it says.</summary>
    /// <returns>The reason's <see cref="Text"/>.</returns>
    public override string ToString() => Text;
}
