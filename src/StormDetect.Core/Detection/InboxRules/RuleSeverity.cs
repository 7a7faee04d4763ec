namespace StormDetect.Core.Detection.InboxRules;

/// <summary>
/// From score to severity. Medium is what a single strong effect earns by itself (mail leaves the organisation) or two lesser ones together (mail is deleted, and it is mail about payments);
/// High takes a second independent fact; Critical takes several, such as all mail leaving, no copy kept, and a session that an anomaly names.
/// </summary>
internal static class RuleSeverity
{
    public const double Low = 2;
    public const double Medium = 4;
    public const double High = 7;
    public const double Critical = 12;

    public static Severity Of(double score) => score switch
    {
        >= Critical => Severity.Critical,
        >= High => Severity.High,
        >= Medium => Severity.Medium,
        >= Low => Severity.Low,
        _ => Severity.Informational,
    };
}
