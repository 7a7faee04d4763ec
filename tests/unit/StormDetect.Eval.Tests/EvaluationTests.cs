using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Xml.Linq;
using StormDetect.Core;
using Xunit;

namespace StormDetect.Eval.Tests;

/// <summary>A small evaluation from end to end, short enough for every test run.</summary>
public sealed class EvaluationTests
{
    // With a week of scores behind the warm-up even a loud story may not stand out from a roll-out; with ten days it does.
    private static readonly EvalOptions s_small = new() { Mailboxes = [50, 60], Days = 26, Seeds = 1, Attacks = ["storm-0558"], Jobs = 2 };

    [Fact]
    public void A_loud_intrusion_is_found_and_the_numbers_do_not_depend_on_the_jobs()
    {
        TrialScore[] scores = Evaluation.Run(s_small, null, CancellationToken.None);

        Assert.Equal([(50, 1), (60, 1)], scores.Select(static score => (score.Mailboxes, score.Seed)));
        Assert.All(scores.SelectMany(static score => score.Intrusions), static intrusion =>
        {
            Assert.True(intrusion.Found && intrusion.FoundInTime);
            Assert.InRange(intrusion.CoveredRecords, 1, intrusion.Records);
        });
        Assert.All(scores, static score => Assert.Contains(score.AttackedStories, static story => story.IsTrue));
        Assert.Equal(Json(scores), Json(Evaluation.Run(s_small with { Jobs = 1 }, null, CancellationToken.None)));
    }

    [Fact]
    public void Tables_have_a_cell_for_every_heading_and_the_plot_is_well_formed()
    {
        TrialScore[] scores = Evaluation.Run(s_small with { Mailboxes = [50], Drifts = ["", "client-change"], Perturbed = true }, null, CancellationToken.None);
        scores[0] = scores[0] with { PValues = [0.001, 0.1, 0.7], Candidates = 3 };

        using StringWriter text = new();
        MarkdownReport.Write(scores, Sensitivity.Normal, text);
        string[][] tables = [.. text.ToString().Split("\n\n").Select(static part => part.Split('\n').Where(static line => line.StartsWith('|')).ToArray()).Where(static table => table.Length > 0)];
        Assert.True(tables.Length >= 4, text.ToString());
        Assert.All(tables, static table => Assert.All(table, line => Assert.Equal(table[0].Count(static c => c == '|'), line.Count(static c => c == '|'))));

        XElement plot = XDocument.Parse(CalibrationPlot.Draw(scores)).Root!;
        Assert.Equal("svg", plot.Name.LocalName);
        Assert.Contains(plot.Elements(), static element => element.Value == "50, client-change");
        Assert.DoesNotContain(plot.Descendants().Attributes(), static attribute => attribute.Value.Contains("NaN", System.StringComparison.Ordinal));
    }

    [Fact]
    public void Calibration_holds_nominal_beside_observed()
    {
        CalibrationPoint[] points = [.. Calibration.Of([.. Enumerable.Range(1, 1_000).Select(static i => i / 1_000.0)], 1_000)];

        Assert.Equal(11, points.Length);
        Assert.All(points, static point => Assert.InRange(point.Observed - point.Nominal, -1, 1));
        Assert.Empty(Calibration.Of([], 0));
    }

    private static string Json(TrialScore[] scores)
    {
        using MemoryStream stream = new();
        JsonReport.Write(s_small, scores, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
