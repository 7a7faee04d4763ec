namespace StormDetect.Core.Detection.MailAccess;

/// <summary>What to expect of sessions in two places before the tenant has shown it.</summary>
internal static class SessionOverlaps
{
    public const int Kinds = 3;

    public const double Strength = 8;

    /// <summary>Only use in turns is a hard fact. Moving on within the hour is what a laptop, a VPN or a phone's hotspot does.</summary>
    public static void Add(DayStory story, SessionOverlap kind, double rate, double population) => story.Add(
        EvidenceKind.Session,
        kind == SessionOverlap.Interleaved ? ReasonCodes.SessionOnTwoNetworks : ReasonCodes.SessionMoved,
        System.Math.Min(Surprise.Bits(rate), kind == SessionOverlap.Interleaved ? ScoreCaps.Session : ScoreCaps.SessionMoved),
        2, System.Math.Round(rate, 4), population);

    public static double Prior(SessionOverlap kind) => kind switch
    {
        SessionOverlap.MixedVersions => 0.4,
        SessionOverlap.Interleaved => 0.02,
        _ => 0.03,
    };
}
