using System;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// Turns a score into a severity. Where there is a past, by its p-value and the level of the day. On warm-up days, nominally: a score of b bits says that access as surprising as this
/// turns up by chance about once in 2^b mailbox-days, so a tenant with N mailbox-days a week expects N * 2^-b such stories a week, and asking for at most B of them gives the threshold
/// log2(N / B). Sums of several parts have a heavier tail than one part (a sum of k exponentials exceeds x with e^-x * (1 + x + x²/2 ...)), which <see cref="Effective"/> pays for.
/// </summary>
internal sealed class SeverityPolicy
{
    /// <summary>Rates of a small tenant rest on priors and a few counts: below this its weeks are taken to be no smaller.</summary>
    private const double FewestMailboxDays = 200;

    /// <summary>A kind of evidence below this is not a second opinion.</summary>
    private const double TellingBits = 2;

    private const double SilentBits = 3;

    /// <summary>High is less than a fifth of the budget of Medium: at normal sensitivity at most about one false story in five weeks, with something to spare for tails that are heavier than their fit.</summary>
    private const double HighBits = 3;

    /// <summary>However rare such scores have been, the bar is never lower than this much below the nominal one.</summary>
    public const double NominalLeeway = 2;

    private readonly double _perWeek;
    private readonly Func<int, double>? _share;

    /// <param name="sensitivity">How many false stories the operator accepts.</param>
    /// <param name="share">The part of them that is for what is judged here, by day; null for all.</param>
    public SeverityPolicy(Sensitivity sensitivity, Func<int, double>? share = null)
    {
        _share = share;
        _perWeek = sensitivity switch
        {
            Sensitivity.Low => 0.2,
            Sensitivity.High => 5,
            _ => 1,
        };
    }

    /// <summary>False stories at Medium or above a week, as on a day (<see cref="DateOnly.DayNumber"/>).</summary>
    public double Budget(int day) => _perWeek * (_share?.Invoke(day) ?? 1);

    public static double MailboxDays(double perWeek) => Math.Max(FewestMailboxDays, perWeek);

    /// <summary>The score from which a story is Medium on warm-up days.</summary>
    public double Threshold(double mailboxDaysPerWeek, int day) => Math.Log2(MailboxDays(mailboxDaysPerWeek) / Budget(day));

    public static Severity Judge(DayStory story)
    {
        double above = Margin(story);
        double high = High(story);
        if (above < 0 || Kinds(story) < 2)
        {
            return above >= -4 ? Severity.Low : Severity.Informational;
        }

        int hard = 0;
        foreach (Evidence evidence in story.Evidence)
        {
            hard += evidence.IsHard ? 1 : 0;
        }

        int reach = story.Accesses.Count;
        return above >= 2 * high && hard >= 2 && reach >= 3 ? Severity.Critical
            : above >= high || (hard >= 2 && above >= 3) ? Severity.High
            : Severity.Medium;
    }

    /// <summary>By how many bits a story must be above the bar of Medium to be High.</summary>
    public static double High(DayStory story) => story.Calibration is null ? 6 : HighBits;

    /// <summary>By how many bits a story is above the bar of Medium, apart from the two kinds of evidence that takes.</summary>
    public static double Margin(DayStory story)
    {
        double nominal = story.Effective - story.Threshold;
        return story.Calibration is { } rank ? Math.Min(nominal + NominalLeeway, Math.Log2(rank.Level / rank.PValue)) : nominal;
    }

    /// <summary>
    /// The bits of a single test that are as rare as this sum of parts. Each part counts only from about <see cref="SilentBits"/> on, so the room in which parts can
    /// share a sum is what lies above that.
    /// </summary>
    public static double Effective(DayStory story)
    {
        double score = story.Score;
        int parts = Draws(story);
        double room = Math.Max(0, score - (parts * SilentBits)) * Math.Log(2);
        double term = 1;
        double sum = 1;
        for (int i = 1; i < parts; i++)
        {
            term *= room / i;
            sum += term;
        }

        return score - Math.Log2(sum);
    }

    /// <summary>Parts that are draws of their own. A related story lends its bits, and so do a story's earlier days; they are no further draw of this one.</summary>
    public static int Draws(DayStory story) =>
        Kinds(story)
        - (story.BitsOf(EvidenceKind.Companion) >= TellingBits ? 1 : 0)
        - (story.BitsOf(EvidenceKind.Persistence) >= TellingBits ? 1 : 0);

    /// <summary>One oddity is never an alarm: a path, a network, an amount, a session, a reach must agree.</summary>
    public static int Kinds(DayStory story)
    {
        int kinds = story.BitsOf(EvidenceKind.Path) + story.BitsOf(EvidenceKind.Logon) >= TellingBits ? 1 : 0;
        foreach (EvidenceKind kind in (ReadOnlySpan<EvidenceKind>)[EvidenceKind.Network, EvidenceKind.Volume, EvidenceKind.Program, EvidenceKind.Hour, EvidenceKind.Sync, EvidenceKind.Session, EvidenceKind.Spread, EvidenceKind.Companion, EvidenceKind.Persistence])
        {
            kinds += story.BitsOf(kind) >= TellingBits ? 1 : 0;
        }

        return kinds;
    }
}
