namespace StormDetect.Core.Detection.Orphans;

/// <summary>How often access of a kind goes unexplained here.</summary>
/// <param name="People">From so many mailboxes.</param>
/// <param name="Share">The mean of their unexplained shares, drawn a little away from never and always.</param>
internal readonly record struct UsualRate(int People, double Share)
{
    /// <summary>With fewer mailboxes nothing is called usual.</summary>
    public const int FewestPeople = 5;

    /// <summary>Up to this share an unexplained access is out of the ordinary.</summary>
    public const double Rare = 0.10;

    /// <summary>Beyond this share an unexplained access is ordinary.</summary>
    public const double Often = 0.50;

    /// <summary>The rate of shares with this sum.</summary>
    public static UsualRate Of(double sum, int count) => new(count, (sum + 0.25) / (count + 0.5));

    public bool IsKnown => People >= FewestPeople;

    public bool IsRare => IsKnown && Share <= Rare;

    public bool IsOften => IsKnown && Share > Often;
}
