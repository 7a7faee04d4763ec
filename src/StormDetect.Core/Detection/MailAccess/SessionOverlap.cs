namespace StormDetect.Core.Detection.MailAccess;

/// <summary>How a session was in two places.</summary>
internal enum SessionOverlap
{
    /// <summary>One after the other within the same hour: somebody who moves, or switches a VPN on.</summary>
    Close,

    /// <summary>In turns: used here while the use there went on.</summary>
    Interleaved,

    /// <summary>Over IPv4 here and IPv6 there: mostly one line with both.</summary>
    MixedVersions,
}
