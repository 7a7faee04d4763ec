using System;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// How many mailboxes a strange network reaches before the tenant has shown it: a power law, as networks are shared (a home by two, a train by ten, a conference by
/// thirty). A thinner tail would call the first conference of the month an attack.
/// </summary>
internal static class SpreadPrior
{
    public const double Strength = 8;

    public static double AtLeast(int reach) => Math.Pow(reach, -1.6);
}
