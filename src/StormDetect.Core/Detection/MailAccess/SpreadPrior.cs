using System;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// How many mailboxes a strange network reaches before the tenant has shown it: a power law, as networks are shared (a home by two, a train by ten, a conference by
/// thirty). A thinner tail would call the first conference of the month an attack.
/// </summary>
internal static class SpreadPrior
{
    /// <summary>The exponent of what a network or an actor reaches in all, and of how many mailboxes an actor opens for the first time on one day: rights come one by one.</summary>
    public const double OfAllDays = 1.6, OfOneDay = 2;

    private const double Strength = 8;
    private const double EnoughNetworks = 20;

    /// <summary>
    /// The share of strange networks that reach so many mailboxes. With enough networks to count, "never seen" is no rarer than once in as many; with few the prior speaks.
    /// </summary>
    public static double Rate(double asWide, double networks, int reach, double exponent = OfAllDays)
    {
        double rate = Surprise.Rate(asWide, networks, Math.Pow(reach, -exponent), Strength);
        return networks >= EnoughNetworks ? Math.Max(rate, (asWide + 0.5) / (networks + 1)) : rate;
    }
}
