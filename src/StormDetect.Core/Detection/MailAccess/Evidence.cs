namespace StormDetect.Core.Detection.MailAccess;

/// <summary>A part of a score before it is put into words.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Code">Stable name of the reason; hard facts begin with <c>HardFact.</c>.</param>
/// <param name="Bits">What it adds.</param>
/// <param name="Observed">What was seen.</param>
/// <param name="Expected">What was to be expected.</param>
/// <param name="Population">How many mailboxes, days or networks that expectation rests on.</param>
internal readonly record struct Evidence(
    EvidenceKind Kind, string Code, double Bits, double? Observed, double? Expected, double Population)
{
    public bool IsHard => Code.StartsWith(ReasonCodes.HardPrefix, System.StringComparison.Ordinal);
}
