using System;
using System.Collections.Generic;
using StormDetect.Core.Coverage;
using StormDetect.Core.Facts;
using StormDetect.Core.SignIns;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>The time for which mail access could not be compared with sign-ins.</summary>
internal static class OrphanBlindness
{
    /// <summary>Edges shorter than this are what two exports of the same days differ by anyway.</summary>
    private const int ShortEdge = 3600;

    private const string Kept = "Entra keeps sign-ins 30 days (7 without a P1 or P2 licence), the audit log its UserLoggedIn 180 days";

    /// <summary>Finds it.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="from">First mail access, in seconds.</param>
    /// <param name="to">Last mail access, in seconds.</param>
    /// <param name="coverage">The sign-ins.</param>
    /// <param name="certainty">Whether this is all that was asked, or one question of several.</param>
    public static IEnumerable<BlindInterval> Of(string tenant, int from, int to, SignInCoverage coverage, Certainty certainty)
    {
        if (!coverage.HasUsers)
        {
            yield return Interval(tenant, from, to + 1, certainty, $"no sign-ins to compare mail access with ({Kept})");
            yield break;
        }

        if (coverage.From - from > ShortEdge)
        {
            yield return Interval(tenant, from, Math.Min(to + 1, coverage.From), certainty, $"mail access older than the first sign-in ({Kept})");
        }

        if (to - coverage.To > ShortEdge)
        {
            yield return Interval(tenant, Math.Max(from, coverage.To), to + 1, certainty, "mail access younger than the last sign-in");
        }

        foreach (SignInsMissing part in coverage.Missing)
        {
            // What lies outside of the first and the last sign-in is said above.
            int begin = Math.Max(Math.Max(from, part.From), coverage.From);
            int end = Math.Min(Math.Min(to + 1, part.To), coverage.To);
            if (end - begin > ShortEdge)
            {
                yield return Interval(tenant, begin, end, certainty, $"sign-ins were asked for and not received: {part.Why.TrimEnd('.')}");
            }
        }

        foreach ((int begin, int end) in coverage.Gaps)
        {
            if (begin <= to && end > from)
            {
                yield return Interval(tenant, Math.Max(from, begin), Math.Min(to + 1, end), certainty, "not one sign-in in hours that are otherwise busy");
            }
        }
    }

    private static BlindInterval Interval(string tenant, int from, int to, Certainty certainty, string why)
    {
        DateTimeOffset start = FactTime.ToTime(from);
        DateTimeOffset end = FactTime.ToTime(to);
        return new BlindInterval(tenant, BlindScope.Tenant, string.Empty, start, end, BlindCause.SignInsMissing, certainty, CoverageText.Interval("Sign-ins of the whole tenant", start, end, why));
    }
}
