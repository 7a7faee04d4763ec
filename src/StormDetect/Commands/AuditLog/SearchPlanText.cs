using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>What a search would ask, as WhatIf shows it.</summary>
internal static class SearchPlanText
{
    private const int MostSlices = 25;

    /// <summary>The plan, its slices, and what cannot be seen, a line each.</summary>
    /// <param name="plan">The plan.</param>
    public static string Of(SearchPlan plan)
    {
        IEnumerable<string> lines = plan.Slices.Take(MostSlices).Select(static slice => string.Create(
            CultureInfo.InvariantCulture, $"  {slice.From.UtcDateTime:yyyy-MM-dd HH:mm:ss} to {slice.To.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC{(slice.Operation.Length > 0 ? ", " + slice.Operation : string.Empty)}"));
        if (plan.Slices.Count > MostSlices)
        {
            lines = lines.Append(string.Create(CultureInfo.InvariantCulture, $"  ... and {plan.Slices.Count - MostSlices:#,0} more"));
        }

        return string.Join(Environment.NewLine, [Strings.Format(Strings.SearchPlanned, plan.Text), .. lines.Concat(plan.BlindIntervals.Select(static interval => "  " + interval.Text)).Select(PlainText.Safe)]);
    }
}
