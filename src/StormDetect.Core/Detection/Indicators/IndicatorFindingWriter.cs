using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>Turns a story of indicators into a finding.</summary>
internal sealed class IndicatorFindingWriter
{
    private const int MostListed = 100;
    private const int MostRecordIds = 1000;
    private readonly HuntContext _context;
    private readonly Dictionary<string, string> _mailboxNames;

    public IndicatorFindingWriter(HuntContext context)
    {
        _context = context;
        _mailboxNames = context.Facts.Mailboxes.Where(static m => m.Guid is not null).GroupBy(static m => m.Guid!.Value.ToString("D"), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static g => g.Key, static g => g.First().Display, StringComparer.OrdinalIgnoreCase);
    }

    public IndicatorMatch Write(IndicatorStory story)
    {
        IReadOnlyList<IndicatorEvidence> evidence = story.Evidence;
        IndicatorRow[] rows = [.. evidence.Select(static e => e.Row).Distinct()];
        CompiledRule[] rules = [.. evidence.SelectMany(static e => e.Rules).Distinct()];
        string[] mailboxes = Distinct(rows.Select(row => _mailboxNames.GetValueOrDefault(row.Key.Mailbox, row.Key.Mailbox)));
        string[] users = Distinct(rows.Select(static row => row.Key.User));
        IndicatorReasons reasons = new(_context, story, Math.Max(mailboxes.Length, users.Length));
        IndicatorRow anchor = rows[0];
        string anchorValue = evidence[0].Rules[0].Indicator.Value;
        string[] parts = story.Class switch
        {
            StoryClass.Current => [story.Tenant, story.Source, anchorValue, anchor.Actor],
            StoryClass.Inventory => [story.Tenant, story.Source, "inventory"],
            _ => [story.Tenant, story.Source, anchorValue, anchor.Actor, "outside validity"],
        };
        string[] operations = Distinct(rows.Select(static row => row.Key.Operation));
        return new IndicatorMatch
        {
            Id = FindingId.Create("TIM", parts),
            DetectionId = "Indicator." + reasons.Leading,
            Severity = reasons.Severity,
            Title = Title(story, rules, rows, mailboxes.Length, users.Length),
            TenantId = story.Tenant,
            Mailboxes = mailboxes,
            UserIds = users,
            FirstSeen = Time(rows.Min(static row => row.First)),
            LastSeen = Time(rows.Max(static row => row.Last)),
            Reasons = reasons.All,
            Score = reasons.All.Sum(static reason => reason.Weight),
            RecordIds = [.. rows.SelectMany(static row => row.Records.All).DistinctBy(static r => r.Key).OrderBy(static r => r.Key).Select(static r => r.Value).Take(MostRecordIds)],
            RecordCount = rows.Sum(static row => row.Count),
            Techniques = IndicatorResponse.Techniques(story, rows),
            NextSteps = IndicatorResponse.NextSteps(story, rows, mailboxes, users),
            Networks = Distinct(rows.Select(static row => row.Key.Network)),
            SessionIds = Distinct(rows.SelectMany(static row => row.Sessions)),
            Source = story.Source,
            Indicators = [.. rules.Select(static rule => rule.Indicator.Value).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).Take(MostListed)],
            IndicatorIds = [.. rules.Select(static rule => rule.Indicator.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MostListed)],
            IndicatorTypes = [.. rules.SelectMany(static rule => rule.Rule.Terms).Select(static term => term.Type).Distinct().Order()],
            IsInValidity = story.Class != StoryClass.OutsideValidity,
            Operations = operations,
            AppIds = Distinct(rows.SelectMany(static row => row.Applications)),
            Addresses = Distinct(rows.Select(static row => row.Key.Address)),
        };
    }

    public static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {(count == 1 ? noun : noun.EndsWith('x') || noun.EndsWith('s') ? noun + "es" : noun + "s")}");

    private static string Title(IndicatorStory story, CompiledRule[] rules, IndicatorRow[] rows, int mailboxes, int users)
    {
        long records = rows.Sum(static row => row.Count);
        if (story.Class == StoryClass.Inventory)
        {
            return $"{Count(records, "token")} issued by Outlook on the web's GetAccessTokenForResource to {Count(users, "user")}; normal by itself";
        }

        CompiledRule[] named = [.. rules.OrderBy(static rule => rule.IsOrdinary).ThenBy(static rule => rule.Rule.Terms[0].Type)];
        string[] values = [.. named.Select(static rule => rule.Indicator.Value).Distinct(StringComparer.OrdinalIgnoreCase)];
        string value = values[0].Length > 80 ? values[0][..80] + "..." : values[0];
        string what = values.Length == 1 ? value : $"{value} and {Count(values.Length - 1, "more indicator")}";
        string who = $"{what} of {story.Source}";
        if (story.Class == StoryClass.OutsideValidity)
        {
            return $"Outside its validity: {who}, in {Count(records, "record")}";
        }

        return rows switch
        {
            _ when rows.Any(static r => r.Key.Class == RecordClass.Access && !r.Key.Failed) => $"{who}: mail of {Count(mailboxes, "mailbox")} was read",
            _ when rows.Any(static r => r.Key.Class == RecordClass.Change && !r.Key.Failed) => $"{who}: in {Count(rows.Where(static r => r.Key.Class == RecordClass.Change).Sum(static r => r.Count), "change")} by {Count(users, "user")}",
            _ when rows.All(static r => r.Key.Failed) => $"{who}: tried and failed against {Count(users, "user")}",
            _ when rows.Any(static r => r.Key.Class == RecordClass.SignIn) => $"{who}: signed in as {Count(users, "user")}",
            _ when rows.Any(static r => r.Key.Class == RecordClass.Send) => $"{who}: in mail sent by {Count(users, "user")}",
            _ => $"{who}: in {Count(records, "record")} of {Count(users, "user")}",
        };
    }

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private static string[] Distinct(IEnumerable<string> texts) =>
        [.. texts.Where(static text => text.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
}
