using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Eval;

/// <summary>Scores the mail-access hunt on synthetic tenants, where it is known what happened.</summary>
internal static class Program
{
    private static readonly Option<string> s_mailboxes = new("--mailboxes") { Description = "Sizes of the tenants, separated by commas.", DefaultValueFactory = _ => "100,400" };
    private static readonly Option<int> s_days = new("--days") { Description = "Days of log.", DefaultValueFactory = _ => 35 };
    private static readonly Option<int> s_seeds = new("--seeds") { Description = "How many tenants of each size.", DefaultValueFactory = _ => 20 };
    private static readonly Option<int> s_firstSeed = new("--first-seed") { Description = "The seed of the first one.", DefaultValueFactory = _ => 1 };

    private static readonly Option<string[]> s_attacks = new("--attack")
    {
        Description = "Intrusions, each planted alone: all, none, or some of " + string.Join(", ", AuditScenario.AttackNames) + ".",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => ["all"],
    };

    private static readonly Option<string[]> s_drifts = new("--drift")
    {
        Description = "Large legitimate changes, one at a time: none, all, or some of " + string.Join(", ", AuditScenario.DriftNames) + ".",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => ["none"],
    };

    private static readonly Option<Sensitivity> s_sensitivity = new("--sensitivity") { Description = "The budget: low, normal or high.", DefaultValueFactory = _ => Sensitivity.Normal };
    private static readonly Option<int> s_jobs = new("--jobs") { Description = "How many tenants are tried side by side.", DefaultValueFactory = _ => Environment.ProcessorCount };
    private static readonly Option<string?> s_markdown = new("--markdown") { Description = "Also write the tables into this file." };
    private static readonly Option<string?> s_json = new("--json") { Description = "Write every trial, with every story, into this file." };

    private static int Main(string[] args)
    {
        RootCommand root = new("Scores the mail-access hunt on synthetic tenants with answer keys.")
        {
            s_mailboxes, s_days, s_seeds, s_firstSeed, s_attacks, s_drifts, s_sensitivity, s_jobs, s_markdown, s_json,
        };
        root.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return root.Parse(args).Invoke();
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        EvalOptions options = new()
        {
            Mailboxes = [.. parsed.GetValue(s_mailboxes)!.Split(',').Select(static text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))],
            Days = parsed.GetValue(s_days),
            Seeds = parsed.GetValue(s_seeds),
            FirstSeed = parsed.GetValue(s_firstSeed),
            Attacks = parsed.GetValue(s_attacks)! is ["all"] ? AuditScenario.AttackNames : parsed.GetValue(s_attacks)! is ["none"] ? [] : parsed.GetValue(s_attacks)!,
            Drifts = parsed.GetValue(s_drifts)! is ["all"] ? ["", .. AuditScenario.DriftNames] : [.. parsed.GetValue(s_drifts)!.Select(static name => name == "none" ? string.Empty : name)],
            Sensitivity = parsed.GetValue(s_sensitivity),
            Jobs = parsed.GetValue(s_jobs),
        };
        TrialScore[] scores = Evaluation.Run(options, static (done, all) => Console.Error.Write($"\r{done} of {all} tenants "), cancellation);
        Console.Error.WriteLine();
        MarkdownReport.Write(scores, Console.Out);
        if (parsed.GetValue(s_markdown) is string markdown)
        {
            using StreamWriter file = new(markdown);
            MarkdownReport.Write(scores, file);
        }

        if (parsed.GetValue(s_json) is string json)
        {
            using FileStream file = File.Create(json);
            JsonSerializer.Serialize(file, scores, s_format);
        }

        return 0;
    }

    private static readonly JsonSerializerOptions s_format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };
}
