using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>What a search would ask, as WhatIf shows it.</summary>
internal static class SearchPlanText
{
    private const int MostSlices = 25;

    /// <summary>The tags of the announcement: shown at the prompt, and told by its second one from others.</summary>
    public static readonly string[] Tags = ["PSHOST", "StormDetect.Search"];

    /// <summary>What is said before submissions are spent that everybody in the tenant shares.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="tenant">The connection's name.</param>
    public static HostInformationMessage Announcement(SearchPlan plan, string tenant) => new() { Message = Strings.Format(Strings.OfTenant, tenant, plan.Text) };

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
