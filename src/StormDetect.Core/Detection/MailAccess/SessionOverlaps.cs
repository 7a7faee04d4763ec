namespace StormDetect.Core.Detection.MailAccess;

/// <summary>What to expect of sessions in two places before the tenant has shown it.</summary>
internal static class SessionOverlaps
{
    public const int Kinds = 3;

    public const double Strength = 8;

    public static double Prior(SessionOverlap kind) => kind switch
    {
        SessionOverlap.MixedVersions => 0.4,
        SessionOverlap.Interleaved => 0.02,
        _ => 0.03,
    };
}
