using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>The sums behind a finding, line by line, so that anybody can add them up again.</summary>
internal static class ExplanationWriter
{
    public static IReadOnlyList<string> Write(Story story)
    {
        DayStory top = story.Top;
        List<string> lines = [Head(story, top)];
        foreach (Evidence e in top.Evidence.OrderByDescending(static e => e.Bits))
        {
            lines.Add(Part(e));
        }

        lines.Add(Text($"= {top.Score:0.00} bits in all{(top.Calibration is null ? string.Empty : ", which is what is ranked")}."));
        lines.Add(SeverityPolicy.Draws(top) > 1
            ? Text($"Less {top.Score - top.Effective:0.00}, because {SeverityPolicy.Draws(top)} parts reach such a sum more easily than a single one does: {top.Effective:0.00} bits, which is what is held against the nominal bar.")
            : Text($"A single part tells of it, so nothing is taken off: {top.Effective:0.00} bits are held against the nominal bar."));
        if (top.Calibration is { } rank)
        {
            Rank(lines, top, rank);
        }
        else
        {
            lines.Add(Text($"No p-value: a warm-up day has no past to be ranked against. Nominal threshold {top.Threshold:0.00} bits (one such story a week by chance, or what the sensitivity allows)."));
        }

        lines.Add(Verdict(top));
        return lines;
    }

    /// <summary>The sums behind another part of the story, and what it lends to the whole.</summary>
    public static IEnumerable<string> Write(StoryPart part, StoryChain chain)
    {
        yield return Text($"{part.Group}, which has a model of its own:");
        foreach (string line in Write(part.Story))
        {
            yield return line;
        }

        if (chain.Lender == part)
        {
            yield return Text($"Together with it the story is {chain.Severity}: only what this part tells beyond its place counts, and three quarters of that. It lends {chain.Lent:0.00} bits.");
        }
    }

    private static string Head(Story story, DayStory top)
    {
        string day = DateOnly.FromDayNumber(top.Day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string days = story.Days.Count > 1 ? Text($" (the day that tells most, of {story.Days.Select(static d => d.Day).Distinct().Count()})") : string.Empty;
        return top.AcrossMailboxes
            ? Text($"{day}{days}, judged across the other {top.MailboxesBefore} mailboxes of the first days, its own records left out.")
            : Text($"{day}{days}, judged by {top.HistoryDays} earlier days and {top.MailboxesBefore} mailboxes.");
    }

    private static string Part(Evidence e)
    {
        string numbers = string.Join(", ", new[]
        {
            e.Observed is { } observed ? Text($"observed {observed:0.####}") : string.Empty,
            e.Expected is { } expected ? Text($"expected {expected:0.####}") : string.Empty,
            e.Population > 0 ? Text($"out of {e.Population:0.#}") : string.Empty,
        }.Where(static part => part.Length > 0));
        return Text($"{e.Bits:+0.00;-0.00} {e.Code}{(numbers.Length > 0 ? ": " : string.Empty)}{numbers}{(ScoreCaps.IsAtCap(e) ? " (the most this part may add)" : string.Empty)}");
    }

    private static void Rank(List<string> lines, DayStory top, in Calibration rank)
    {
        lines.Add(rank.Past == 0
            ? Text($"There are no past candidates ({rank.Stratum}) to be ranked among yet.")
            : Text($"Ranked among {Counted(rank.Past, "past candidate")} ({rank.Stratum}): {rank.AtLeast} scored at least as high, the largest {rank.Largest:0.00} bits."));
        string prior = rank.Prior > 0 ? Text($" + {rank.Prior:0.#} x {rank.Nominal:0.######}") : string.Empty;
        string priorCount = rank.Prior > 0 ? Text($" + {rank.Prior:0.#}") : string.Empty;
        string own = rank.IsTail ? Text($"(1 + {ScoreCalibrator.Shape} x ({top.Score:0.00} - {rank.Largest:0.00}) / {rank.Scale:0.00})^-{1 / ScoreCalibrator.Shape}") : "1";
        lines.Add(Text($"p = ({own} + {rank.AtLeast}{prior}) / (1 + {rank.Past}{priorCount}) = {rank.PValue:0.######}{(rank.IsTail ? "; beyond all past scores a fitted tail continues, so this p is a model's" : string.Empty)}."));
        if (rank.Prior > 0)
        {
            lines.Add(Text($"The prior stands for {Counted(rank.Prior, "candidate")} of which a share of {rank.Nominal:0.######} scores as high, as the bits alone say; it fades out as the past grows."));
        }

        lines.Add(Text($"Level {rank.Level:0.######}: {rank.Budget:0.###} false stories a week spread over {Counted(Math.Round(rank.PerWeek), "candidate")} a week."));
    }

    private static string Verdict(DayStory top)
    {
        int kinds = SeverityPolicy.Kinds(top);
        string why = kinds < 2 ? "only one kind of evidence, which is never an alarm by itself"
            : top.Calibration is { } rank
                ? rank.PValue > rank.Level ? "p is above the level"
                    : top.Severity < Severity.Medium ? "p is within the level, but the bits are too far below the nominal threshold"
                    : Text($"p is {rank.Level / rank.PValue:0.#} times below the level")
                : top.Severity < Severity.Medium ? "below the threshold" : Text($"{top.Effective - top.Threshold:0.0} bits above the threshold");
        return Text($"Severity {top.Severity}: {why}; {Counted(kinds, "kind")} of evidence of 2 bits or more.");
    }

    private static string Counted(double count, string what) => Text($"{count:#,0.#} {what}{(count == 1 ? string.Empty : "s")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
