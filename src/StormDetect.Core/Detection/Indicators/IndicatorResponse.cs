using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>Techniques and next steps for matching indicators, true to what the records tell.</summary>
internal static class IndicatorResponse
{
    public static IReadOnlyList<string> Techniques(IndicatorStory story, IndicatorRow[] rows)
    {
        SortedSet<string> techniques = new(System.StringComparer.Ordinal);
        foreach (IndicatorRow row in rows)
        {
            _ = row.Key.Class switch
            {
                RecordClass.Access => techniques.Add("T1114.002"),
                RecordClass.SignIn => techniques.Add(row.Key.Failed ? "T1110" : "T1078.004"),
                RecordClass.Change when row.Key.Place.Contains("orward", System.StringComparison.Ordinal) || row.Key.Place.Contains("edirect", System.StringComparison.Ordinal) => techniques.Add("T1114.003"),
                RecordClass.Change => techniques.Add("T1098"),
                _ => false,
            };
        }

        IEnumerable<IndicatorType> types = story.Evidence.SelectMany(static e => e.Rules).SelectMany(static r => r.Rule.Terms).Select(static t => t.Type);
        foreach (IndicatorType type in types)
        {
            _ = type switch
            {
                IndicatorType.Application or IndicatorType.TokenRequest => techniques.Add("T1550.001"),
                IndicatorType.Thumbprint => techniques.Add("T1098.001"),
                _ => false,
            };
        }

        return [.. techniques];
    }

    public static IReadOnlyList<NextStep> NextSteps(IndicatorStory story, IndicatorRow[] rows, string[] mailboxes, string[] users)
    {
        if (story.Class != StoryClass.Current)
        {
            return [new NextStep(NextStepKind.Preserve, "Nothing to do by itself. Keep the records in case another finding points to the same time and place.", null)];
        }

        List<NextStep> steps = [];
        if (mailboxes.Length > 0)
        {
            steps.Add(StepCommands.Hold(mailboxes));
        }

        // Services and anonymous actors have no records under a name of theirs, and no session to revoke.
        string[] people = [.. users.Where(static user => user.Contains('@', System.StringComparison.Ordinal))];
        steps.Add(new NextStep(
            NextStepKind.Preserve, "Export everything these users, sessions and addresses did: Get-M365ActivityTimeline shows it in order.",
            people.Length == 0 ? null : StepCommands.Records(people, Time(rows.Min(static row => row.First)), Time(rows.Max(static row => row.Last)))));
        foreach (string app in rows.SelectMany(static r => r.Applications).Distinct()
            .Where(app => story.Evidence.Any(e => e.Rules.Any(r => r.Rule.Terms.Any(t => t.Type == IndicatorType.Application && t.Value == app))) && KnownApplications.NameOf(app).Length == 0).Take(3))
        {
            steps.Add(new NextStep(
                NextStepKind.Evict, "Block the application in the tenant, then revoke its grants and remove its credentials.",
                $"{StepCommands.Query("Get-MgServicePrincipal", "appId", [app])} | ForEach-Object {{ Update-MgServicePrincipal -ServicePrincipalId $_.Id -AccountEnabled:$false }}"));
        }

        if (people.Length > 0 && rows.Any(static r => !r.Key.Failed))
        {
            steps.Add(StepCommands.Revoke(people, "Revoke the accounts' sessions and reset their credentials: that ends a stolen token, not a forged one. Mail access that no sign-in explains points to a forged token: escalate to Microsoft."));
        }

        if (rows.Any(static r => r.Key.Class == RecordClass.Change))
        {
            steps.Add(new NextStep(NextStepKind.Evict, "Export the changed rule, permission or setting, then take it back.", null));
        }

        string[] addresses = [.. story.Evidence.SelectMany(static e => e.Rules).SelectMany(static r => r.Rule.Terms).Where(static t => t.Type == IndicatorType.Address).Select(static t => t.Value).Distinct().Take(10)];
        if (addresses.Length > 0)
        {
            steps.Add(new NextStep(NextStepKind.Evict, $"Block {string.Join(", ", addresses.Select(IndicatorWords.Address))} in a named location of Conditional Access; that stops sign-ins, not tokens that were forged.", null));
        }

        steps.Add(new NextStep(NextStepKind.Notify, "Tell the security lead and whoever shared the indicators that they were met, by a channel outside of the mail concerned.", null));
        return StepCommands.InOrder(steps);
    }

    private static System.DateTimeOffset Time(long ticks) => new(ticks, System.TimeSpan.Zero);
}
