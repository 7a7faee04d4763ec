using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Facts;

namespace StormDetect.Eval;

/// <summary>The candidates of a hunt and their p-values.</summary>
/// <param name="PValues">Ascending.</param>
/// <param name="Margins">By story with two kinds of evidence: by how many bits its best day is above the bar, or below it; ascending.</param>
/// <param name="Count">How many candidates were ranked, those too that surprised too little to be a story.</param>
internal readonly record struct Candidates(IReadOnlyList<double> PValues, long Count, IReadOnlyList<double> Margins)
{
    public static Candidates Of(TenantLog log, int days, MailAccessHuntOptions options, CancellationToken cancellationToken)
    {
        MailAccessFacts facts = log.Facts(days, null);
        PathTraits traits = new(facts.Paths);
        TenantModel model = new(facts.Mailboxes.Count, facts.Paths.Count, facts.Networks.Count, facts.Programs.Count);
        TenantHunt hunt = new(facts, traits, new Owners(facts), new HuntScope(facts, options), new SeverityPolicy(options.Sensitivity), model);
        List<DayStory> stories = [];
        foreach (List<DayFacts> tenant in TenantDays.Split(facts, traits, cancellationToken))
        {
            stories.AddRange(hunt.Run(tenant, cancellationToken));
        }

        // A story that was reported goes on; like the hunt itself, that counts it once.
        HashSet<string> reported = [];
        List<double> values = [];
        foreach (DayStory story in stories.Where(static story => story.Calibration is not null).OrderBy(static story => story.Day))
        {
            if (reported.Contains(story.StoryId))
            {
                continue;
            }

            values.Add(story.Calibration!.Value.PValue);
            if (story.Severity >= Severity.Medium)
            {
                reported.Add(story.StoryId);
            }
        }

        values.Sort();
        double[] margins = [.. stories.Where(static story => story.Calibration is not null && SeverityPolicy.Kinds(story) >= 2)
            .GroupBy(static story => story.StoryId).Select(static group => group.Max(SeverityPolicy.Margin)).Order()];
        return new Candidates(values, model.Scores.Total, margins);
    }
}
