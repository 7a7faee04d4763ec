using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using StormDetect.Core;
using Xunit;

namespace StormDetect.Eval.Tests;

/// <summary>A small evaluation of all hunts from end to end, short enough for every test run.</summary>
public sealed class HuntEvaluationTests
{
    private static readonly EvalOptions s_small = new() { Mailboxes = [50], Days = 24, Seeds = 2, Attacks = ["storm-0558", "bec-rule", "audit-tamper"], Jobs = 2 };

    [Fact]
    public void Every_intrusion_is_scored_for_every_kind_and_the_numbers_do_not_depend_on_the_jobs()
    {
        HuntTrialScore[] scores = HuntEvaluation.Run(s_small, null, CancellationToken.None);
        Assert.Equal([1, 2], scores.Select(static score => score.Seed));
        Assert.All(scores, static score =>
        {
            Assert.Contains(score.Parts, static part => part is { Attack: "bec-rule", Finding: "InboxRule" });
            Assert.Contains(score.Parts, static part => part is { Attack: "audit-tamper", Finding: "MailboxChange" });
            Assert.All(score.Parts, static part => Assert.Equal(part.Found, part.DaysToDetect is not null));
            Assert.All(score.Clean, static finding => Assert.False(finding.IsTrue));
        });

        // Forged tokens are loud; whoever misses them has misread the log.
        Assert.All(scores.SelectMany(static score => score.Parts).Where(static part => part is { Attack: "storm-0558", Finding: "MailAccess", WithSignIns: false }), static part => Assert.True(part.Found));
        Assert.Equal(Json(scores), Json(HuntEvaluation.Run(s_small with { Jobs = 1 }, null, CancellationToken.None)));
    }

    [Fact]
    public void Tables_have_a_cell_for_every_heading()
    {
        HuntTrialScore[] scores = HuntEvaluation.Run(s_small with { Seeds = 1, Attacks = ["transport-bcc"] }, null, CancellationToken.None);
        using StringWriter text = new() { NewLine = "\n" };
        HuntReport.Write(scores, text);
        string[][] tables = [.. text.ToString().Split("\n\n").Select(static part => part.Split('\n').Where(static line => line.StartsWith('|')).ToArray()).Where(static table => table.Length > 0)];
        Assert.True(tables.Length >= 2, text.ToString());
        Assert.All(tables, static table => Assert.All(table, line => Assert.Equal(table[0].Count(static c => c == '|'), line.Count(static c => c == '|'))));
    }

    private static string Json(HuntTrialScore[] scores)
    {
        using MemoryStream stream = new();
        JsonReport.Write(s_small, scores, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
