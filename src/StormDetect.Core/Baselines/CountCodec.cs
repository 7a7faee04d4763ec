using StormDetect.Core.Detection.MailAccess;

namespace StormDetect.Core.Baselines;

/// <summary>What was counted of a tenant as a whole, as bytes: totals, rates, histograms and the scores of past candidates. Their sizes are the program's.</summary>
internal static class CountCodec
{
    /// <summary>Everything but the scores and the days.</summary>
    public static void Totals(BaselineStream s, TenantModel model)
    {
        s.Int(ref model.FirstDay, 0);
        s.Int(ref model.LastDay, 0);
        s.Long(ref model.MailboxDays);
        s.Long(ref model.CountedDays);
        s.Real(ref model.AdoptionsTotal);
        s.Real(ref model.AdoptionsFromStrangeNetworks);
        s.Real(ref model.FirstSyncs);
        s.Real(ref model.NewDelegates);
        s.Real(ref model.StrangeDelegates);
        s.Real(ref model.StrangeInteractive);
        s.Real(ref model.StrangeInPerson);
        s.Real(ref model.StrangeTogether);
        s.Real(ref model.Newcomers);
        s.Real(ref model.NewcomerDays);
        s.Real(ref model.StrangeNewcomerDays);
        AmountStatistics[] amounts = [model.Amounts];
        Amounts(s, amounts, static (ref AmountStatistics row) => ref row);
        model.Amounts = amounts[0];
        Fixed(s, model.FamilyStates.Length);
        States(s, model.FamilyStates, static (ref PathState row) => ref row);
        FixedReals(s, model.Adoptions);
        FixedReals(s, model.NewcomerPaths);
        FixedReals(s, model.SessionsOnTwo);
        if (s.Version >= 4)
        {
            FixedReals(s, model.ProgramsNamed);
            foreach (double[] brought in model.ProgramsBrought)
            {
                FixedReals(s, brought);
            }
        }

        FixedReals(s, model.ReachOfActors);
        FixedReals(s, model.ReachOfActorDays);
        foreach (double[] reach in model.ReachOfNetworks)
        {
            FixedReals(s, reach);
        }

        foreach (double[] nearness in model.Nearness)
        {
            FixedReals(s, nearness);
        }

        Hours(s, model.Hours);
        Hours(s, model.StrangeHours);
        Density(s, model.Folders);
        foreach (DensityHistogram density in model.Density)
        {
            Density(s, density);
        }

        foreach (ResidualHistogram residuals in model.Residuals)
        {
            Residuals(s, residuals);
        }
    }

    /// <summary>How past candidates scored.</summary>
    public static void Scores(BaselineStream s, ScoreHistory scores)
    {
        int days = scores.Days;
        s.Int(ref days, 0);
        long total = scores.Total;
        s.Long(ref total);
        (scores.Days, scores.Total) = (days, total);
        Fixed(s, scores.Counts.Length);
        for (int stratum = 0; stratum < scores.Counts.Length; stratum++)
        {
            Fixed(s, scores.Counts[stratum].Length);
            s.Ints(scores.Counts[stratum], static (ref int row) => ref row, 0);
            s.Long(ref scores.Totals[stratum]);
        }
    }

    /// <summary>Amounts of rows, column by column.</summary>
    public static void Amounts<T>(BaselineStream s, T[] rows, BaselineStream.Field<T, AmountStatistics> amounts)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            s.Int(ref amounts(ref rows[i]).Count, 0);
        }

        for (int i = 0; i < rows.Length; i++)
        {
            s.Long(ref amounts(ref rows[i]).Sum);
        }

        for (int i = 0; i < rows.Length; i++)
        {
            s.Long(ref amounts(ref rows[i]).Squares);
        }
    }

    /// <summary>What is known of paths, or of families of them.</summary>
    public static void States<T>(BaselineStream s, T[] rows, BaselineStream.Field<T, PathState> state)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            ref PathState row = ref state(ref rows[i]);
            if (s.Version >= 4)
            {
                s.Int(ref row.FirstDay, 0);
            }

            s.Int(ref row.Mailboxes, 0);
            s.Long(ref row.Days);
            s.Long(ref row.Counted);
            s.Long(ref row.StrangeDays);
        }

        T[] all = rows;
        Amounts(s, all, (ref T row) => ref state(ref row).Amounts);
    }

    private static void Residuals(BaselineStream s, ResidualHistogram histogram)
    {
        int[] counts = (int[])histogram.Counts.Clone();
        Fixed(s, counts.Length);
        s.Ints(counts, static (ref int row) => ref row, 0);
        histogram.Counts = counts;
    }

    private static void Hours(BaselineStream s, HourHistogram histogram)
    {
        long[] counts = (long[])histogram.Counts.Clone();
        Fixed(s, counts.Length);
        s.Longs(counts, static (ref long row) => ref row);
        histogram.Counts = counts;
    }

    private static void Density(BaselineStream s, DensityHistogram histogram)
    {
        int[] counts = (int[])histogram.Counts.Clone();
        Fixed(s, counts.Length);
        s.Ints(counts, static (ref int row) => ref row, 0);
        histogram.Counts = counts;
    }

    private static void FixedReals(BaselineStream s, double[] values)
    {
        Fixed(s, values.Length);
        s.Reals(values);
    }

    /// <summary>A table whose size is the program's: another size is another format.</summary>
    private static void Fixed(BaselineStream s, int length)
    {
        int kept = length;
        s.Int(ref kept, length, length);
    }
}
