using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using StormDetect.Core;

namespace StormDetect.Cli.Commands;

/// <summary>What a hunt reads beside the logs. A file that is of no use is told on standard error, the rest still runs, and nothing found is no answer then.</summary>
internal static class HuntInputs
{
    private const int MostProblems = 20;

    public static IReadOnlyList<ThreatIndicator> Indicators(string[] paths, TextWriter error, List<string> unread, CancellationToken cancellation)
    {
        if (paths.Length == 0)
        {
            return [];
        }

        IndicatorReadResult result = IndicatorReader.Read(PathPatterns.Expand(paths), cancellation);
        for (int i = 0; i < result.Problems.Count; i++)
        {
            if (i < MostProblems || result.Problems[i].Kind == IndicatorProblemKind.FileNotUsable)
            {
                error.WriteLine($"Indicators: {PlainText.Safe(result.Problems[i].ToString())}");
            }
        }

        unread.AddRange(result.Problems.Where(static problem => problem.Kind == IndicatorProblemKind.FileNotUsable).Select(static problem => problem.Source));
        return result.Indicators;
    }

    public static List<RuleWord> RuleWords(string[] paths, TextWriter error, List<string> unread)
    {
        List<RuleWord> words = [];
        foreach (string file in PathPatterns.Expand(paths))
        {
            try
            {
                words.AddRange(RuleWordFile.Read(file));
            }
            catch (RuleWordException failure)
            {
                error.WriteLine($"Keywords: {PlainText.Safe(file)}: {PlainText.Safe(failure.Message)}");
                unread.Add(file);
            }
        }

        return words;
    }

    /// <summary>What configuration snapshots let be seen of mail access, each of its own tenant. One that cannot be read ends the hunt: it was given so that a clean verdict can be relied on.</summary>
    public static AuditCoverage[] Coverage(string[] paths, DateTimeOffset now) =>
        [.. PathPatterns.Expand(paths).SelectMany(path => AuditCoverageMatrix.Rows(ConfigSnapshotFile.Read(path), new AuditCoverageOptions { Now = now, Events = [AuditEventKind.MailItemsAccessed] }))];

    /// <summary>Says what could not be read.</summary>
    public static void WriteProblems(ReadReport? report, TextWriter error)
    {
        foreach (InputProblem problem in report?.Problems ?? [])
        {
            error.WriteLine($"{problem.Kind}: '{PlainText.Safe(problem.Path)}': {PlainText.Safe(problem.Message)}");
        }
    }
}
