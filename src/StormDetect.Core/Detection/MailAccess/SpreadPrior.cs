using System;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// How many mailboxes a strange network reaches before the tenant has shown it: a power law, as networks are shared (a home by two, a train by ten, a conference by
/// thirty). A thinner tail would call the first conference of the month an attack.
/// </summary>
internal static class SpreadPrior
{
    private const double Strength = 8;
    private const double EnoughNetworks = 20;

    /// <summary>
    /// The share of strange networks that reach so many mailboxes. With enough networks to count, "never seen" is no rarer than once in as many; with few the prior speaks.
    /// </summary>
    public static double Rate(double asWide, double networks, int reach)
    {
        double rate = Surprise.Rate(asWide, networks, AtLeast(reach), Strength);
        return networks >= EnoughNetworks ? Math.Max(rate, (asWide + 0.5) / (networks + 1)) : rate;
    }

    private static double AtLeast(int reach) => Math.Pow(reach, -1.6);
}
