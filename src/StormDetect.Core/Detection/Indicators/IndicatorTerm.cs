namespace StormDetect.Core.Detection.Indicators;

/// <summary>One comparison of an indicator with what a record says.</summary>
/// <param name="Type">What is compared.</param>
/// <param name="Test">How.</param>
/// <param name="Value">With what: a network in CIDR notation, an id or domain in lower case, a pattern.</param>
internal sealed record IndicatorTerm(IndicatorType Type, TermTest Test, string Value)
{
    public static IndicatorTerm Equal(IndicatorType type, string value) => new(type, TermTest.Equal, value);
}
