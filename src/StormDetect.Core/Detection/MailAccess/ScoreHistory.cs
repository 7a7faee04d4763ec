using System;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// Past candidate scores by stratum, counted in steps of an eighth of a bit: exact enough for ranks (ties count against a candidate), and no larger after a year than after a week.
/// </summary>
internal sealed class ScoreHistory
{
    /// <summary>Steps a bit is cut into.</summary>
    public const int StepsPerBit = 8;

    public const int Steps = 64 * StepsPerBit;

    /// <summary>Programs, people's clients, somebody else's authority (as <see cref="PathTraits.Class"/>), and programs that reach many mailboxes.</summary>
    public const int Classes = PathTraits.Classes + 1;

    /// <summary>The class of programs that reach many mailboxes.</summary>
    public const int WideService = PathTraits.Classes;

    /// <summary>Class, then weekday or weekend, then young or grown history.</summary>
    public const int Strata = Classes * 2 * 2;

    /// <summary>Counts by stratum (see <see cref="Stratum"/>) and step.</summary>
    public int[][] Counts { get; } = CreateCounts();

    /// <summary>Candidates by stratum.</summary>
    public long[] Totals { get; } = new long[Strata];

    /// <summary>Days whose candidates are counted here.</summary>
    public int Days { get; set; }

    public long Total { get; set; }

    public static int Stratum(int pathClass, bool weekend, bool grown) => (pathClass * 4) + (weekend ? 2 : 0) + (grown ? 1 : 0);

    /// <summary>The step of a score; beyond the last step all scores are ties.</summary>
    public static int Step(double score) => (int)Math.Clamp(Math.Floor(score * StepsPerBit), 0, Steps - 1);

    public void Add(int stratum, double score)
    {
        Counts[stratum][Step(score)]++;
        Totals[stratum]++;
        Total++;
    }

    private static int[][] CreateCounts()
    {
        int[][] counts = new int[Strata][];
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = new int[Steps];
        }

        return counts;
    }
}
