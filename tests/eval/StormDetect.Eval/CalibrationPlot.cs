using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using StormDetect.Core;

namespace StormDetect.Eval;

/// <summary>
/// Promised against observed false stories per tenant and week, both in logarithms: a point with its interval for each budget and size of tenant, and a line
/// through the p-values where the hunt gives them. On the diagonal the promise is kept; below it, it is kept with room.
/// </summary>
internal static class CalibrationPlot
{
    private const double Least = 0.02;
    private const double Most = 20;
    private const int Side = 420;
    private const int Left = 64;
    private const int Top = 16;
    private const int Width = Left + Side + 190;
    private const int Height = Top + Side + 52;

    // Okabe and Ito's colours, told apart by colour-blind people on light and dark grounds.
    private static readonly string[] s_colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00"];

    public static string Draw(IReadOnlyList<TrialScore> scores)
    {
        StringBuilder svg = new();
        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-labelledby=\"title\">");
        Line($"<title id=\"title\">Promised against observed false stories per tenant and week</title>");
        Line($"<style>text{{font:13px system-ui,sans-serif;fill:#24292f}}.g{{stroke:#8c959f;stroke-opacity:.35}}.d{{stroke:#57606a;stroke-dasharray:5 4}}@media(prefers-color-scheme:dark){{text{{fill:#e6edf3}}.d{{stroke:#b1bac4}}}}</style>");
        DrawGrid();
        string[] names = [.. scores.Select(Name).Distinct()];
        for (int i = 0; i < names.Length; i++)
        {
            DrawTenants([.. scores.Where(score => Name(score) == names[i])], s_colours[i % s_colours.Length], (i - ((names.Length - 1) / 2.0)) * 7);
            Line($"<circle cx=\"{Left + Side + 18}\" cy=\"{Top + 12 + (20 * i)}\" r=\"4\" fill=\"{s_colours[i % s_colours.Length]}\"/>");
            Line($"<text x=\"{Left + Side + 28}\" y=\"{Top + 16 + (20 * i)}\">{names[i]}</text>");
        }

        Line($"</svg>");
        return svg.ToString();

        void DrawGrid()
        {
            foreach (double value in (double[])[0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20])
            {
                Line($"<path class=\"g\" d=\"M{X(value):F1} {Top}V{Top + Side}M{Left} {Y(value):F1}H{Left + Side}\"/>");
                Line($"<text x=\"{X(value):F1}\" y=\"{Top + Side + 17}\" text-anchor=\"middle\">{value}</text>");
                Line($"<text x=\"{Left - 6}\" y=\"{Y(value) + 4:F1}\" text-anchor=\"end\">{value}</text>");
            }

            Line($"<path class=\"d\" d=\"M{Left} {Top + Side}L{Left + Side} {Top}\"/>");
            Line($"<text x=\"{Left + (Side / 2)}\" y=\"{Height - 12}\" text-anchor=\"middle\">promised false stories per tenant and week</text>");
            Line($"<text transform=\"translate(14 {Top + (Side / 2)}) rotate(-90)\" text-anchor=\"middle\">observed</text>");
        }

        void DrawTenants(TrialScore[] trials, string colour, double aside)
        {
            double weeks = trials.Sum(static trial => trial.WeeksAfterWarmUp);
            CalibrationPoint[] curve = [.. Calibration.Of(trials).Where(point => point.Observed > 0 && point.Nominal / weeks is >= Least and <= Most)];
            if (curve.Length > 1)
            {
                string points = string.Join(' ', curve.Select(point => FormattableString.Invariant($"{X(point.Nominal / weeks):F1},{Y(point.Observed / weeks):F1}")));
                Line($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\" points=\"{points}\"/>");
            }

            foreach (Sensitivity sensitivity in (Sensitivity[])[Sensitivity.Low, Sensitivity.Normal, Sensitivity.High])
            {
                Rate rate = Rate.Of(trials, sensitivity, Severity.Medium);
                double x = X(BudgetScore.Promise(sensitivity)) + aside;
                Line($"<path stroke=\"{colour}\" stroke-width=\"2\" d=\"M{x:F1} {Y(rate.Interval.Low):F1}V{Y(rate.Interval.High):F1}\"/>");
                Line($"<circle cx=\"{x:F1}\" cy=\"{Y(rate.PerWeek):F1}\" r=\"4\" fill=\"{colour}\"/>");
            }
        }

        void Line(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Name(TrialScore score) =>
        score.Mailboxes.ToString("N0", CultureInfo.InvariantCulture) + (score.Drift.Length == 0 ? " mailboxes" : ", " + score.Drift);

    private static double X(double value) => Left + (Side * Place(value));

    private static double Y(double value) => Top + Side - (Side * Place(value));

    // Outside the axes is at their ends: no story at all has no logarithm.
    private static double Place(double value) => Math.Log(Math.Clamp(value, Least, Most) / Least) / Math.Log(Most / Least);
}
