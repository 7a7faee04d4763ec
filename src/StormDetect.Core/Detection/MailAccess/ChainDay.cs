namespace StormDetect.Core.Detection.MailAccess;

/// <summary>One day of a story that meets a day of another one: what the two come to together is judged by what happened then and there, not by the best days of two long stories.</summary>
/// <param name="Part">The story.</param>
/// <param name="Day">The day of it.</param>
internal readonly record struct ChainDay(StoryPart Part, DayStory Day)
{
    private const double TellingBits = 2;

    /// <summary>Whether it comes from a place that is not the mailbox's: who only does much at home is the owner.</summary>
    public bool IsFromElsewhere => Day.BitsOf(EvidenceKind.Network) >= TellingBits || Day.BitsOf(EvidenceKind.Session) >= TellingBits;

    /// <summary>Whether it came by a way that is new to what was done. A client that never deleted here before may still be the one its owner reads with.</summary>
    public bool IsByNewWay => Day.BitsOf(EvidenceKind.Path) + Day.BitsOf(EvidenceKind.Logon) >= TellingBits;
}
