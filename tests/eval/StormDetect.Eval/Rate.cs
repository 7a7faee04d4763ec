using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StormDetect.Core;

namespace StormDetect.Eval;

/// <summary>False stories per tenant and week over some tenants.</summary>
/// <param name="Stories">How many there were.</param>
/// <param name="Weeks">In how many tenant-weeks.</param>
/// <param name="Interval">95 %, bootstrapped over tenants.</param>
internal readonly record struct Rate(int Stories, double Weeks, Interval Interval)
{
    public double PerWeek => Weeks > 0 ? Stories / Weeks : 0;

    /// <summary>After the warm-up.</summary>
    public static Rate Of(IEnumerable<TrialScore> trials, Sensitivity sensitivity, Severity severity) =>
        Over([.. trials.Select(trial => (Count(Budget(trial, sensitivity), severity), trial.WeeksAfterWarmUp))]);

    /// <summary>In the first week, which is judged across mailboxes.</summary>
    public static Rate OfWarmUp(IEnumerable<TrialScore> trials, Sensitivity sensitivity) =>
        Over([.. trials.Select(trial => (Budget(trial, sensitivity).MediumInWarmUp, 1.0))]);

    public override string ToString() => Weeks == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{PerWeek:F2} ({Interval.Low:F2}-{Interval.High:F2})");

    private static Rate Over((int Count, double Weeks)[] tenants) => new(tenants.Sum(static tenant => tenant.Count), tenants.Sum(static tenant => tenant.Weeks), Interval.Bootstrap(tenants));

    private static BudgetScore Budget(TrialScore trial, Sensitivity sensitivity) => trial.Budgets.First(budget => budget.Sensitivity == sensitivity);

    private static int Count(BudgetScore budget, Severity severity) => severity >= Severity.High ? budget.High : budget.Medium;
}
