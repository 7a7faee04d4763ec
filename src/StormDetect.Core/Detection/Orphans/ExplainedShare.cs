namespace StormDetect.Core.Detection.Orphans;

/// <summary>How many accesses (of one token, session or day each) of somebody were explained and how many were not.</summary>
internal record struct ExplainedShare(int Explained, int Unexplained)
{
    public readonly int All => Explained + Unexplained;

    /// <summary>The unexplained share; 0 of nothing.</summary>
    public readonly double Unmatched => All == 0 ? 0 : (double)Unexplained / All;
}
