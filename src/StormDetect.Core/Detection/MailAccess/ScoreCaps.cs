namespace StormDetect.Core.Detection.MailAccess;

/// <summary>The most each part may add, so that no single oddity makes an alarm however odd it is.</summary>
internal static class ScoreCaps
{
    public const double Path = 14;
    public const double KnownNetwork = 4;
    public const double Network = 12;
    public const double Volume = 10;
    public const double Program = 6;
    public const double Hour = 5;
    public const double Sync = 8;
    public const double Logon = 12;
    public const double Session = 8;
    public const double SessionMoved = 4;
    public const double Spread = 12;
    /// <summary>A front end that serves many mailboxes is where they live.</summary>
    public const double ProxiedSpread = 3;
    public const double NetworkFar = 8;
    public const double Companion = 6;
    public const double Persistence = 6;
    public const double Moved = 8;
    public const double Together = 4;
    public const double Priority = 2;

    /// <summary>Whether a part adds the most it may.</summary>
    public static bool IsAtCap(Evidence part) => part.Code switch
    {
        ReasonCodes.NetworkFar => part.Bits >= NetworkFar,
        ReasonCodes.SessionMoved => part.Bits >= SessionMoved,
        _ => part.Bits >= part.Kind switch
        {
            EvidenceKind.Path => Path,
            EvidenceKind.Logon => Logon,
            EvidenceKind.Network => Network,
            EvidenceKind.Volume => Volume,
            EvidenceKind.Program => Program,
            EvidenceKind.Hour => Hour,
            EvidenceKind.Sync => Sync,
            EvidenceKind.Session => Session,
            EvidenceKind.Spread => Spread,
            EvidenceKind.Companion => Companion,
            EvidenceKind.Persistence => Persistence,
            _ => Priority,
        },
    };
}
