using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;
using StormDetect.Core.Scenarios;

namespace StormDetect.Eval;

/// <summary>Scores the mail-access hunt on synthetic tenants, where it is known what happened.</summary>
internal static class Program
{
    private static readonly Option<int[]> s_mailboxes = new("--mailboxes")
    {
        Description = "Sizes of the tenants, separated by commas.",
        CustomParser = ReadSizes,
        DefaultValueFactory = _ => [100, 400],
    };

    private static readonly Option<int> s_days = new("--days") { Description = "Days of log.", DefaultValueFactory = _ => 35 };
    private static readonly Option<int> s_seeds = new("--seeds") { Description = "How many tenants of each size.", DefaultValueFactory = _ => 20 };
    private static readonly Option<int> s_firstSeed = new("--first-seed") { Description = "The seed of the first one.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string[]> s_attacks = Names("--attack", "Intrusions, each planted alone", AuditScenario.AttackNames, "all");
    private static readonly Option<int> s_repeat = new("--repeat") { Description = "How many different intrusions of each name.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int?> s_attacksFrom = new("--start-of-attack") { Description = "The first day, from 0, on which an intrusion may begin; by default the last 40 % of the log." };
    private static readonly Option<string[]> s_drifts = Names("--drift", "Large legitimate changes, one at a time", AuditScenario.DriftNames, "none");
    private static readonly Option<bool> s_perturb = new("--perturb") { Description = "Give every tenant habits of its own, drawn from far apart: clients, volumes, hours, networks, identifiers, services." };
    private static readonly Option<Sensitivity> s_sensitivity = new("--sensitivity") { Description = "The budget that intrusions are hunted with.", DefaultValueFactory = _ => Sensitivity.Normal };
    private static readonly Option<int> s_jobs = new("--jobs") { Description = "How many tenants are tried side by side; one of 5,000 mailboxes takes about 1.5 GB.", DefaultValueFactory = _ => Environment.ProcessorCount };
    private static readonly Option<string?> s_markdown = new("--markdown") { Description = "Write the tables into this file too." };
    private static readonly Option<string?> s_svg = new("--svg") { Description = "Draw promised against observed false stories into this file." };
    private static readonly Option<string?> s_json = new("--json") { Description = "Write every trial, with its stories and reasons, into this file." };

    private static readonly Option<bool> s_hunts = new("--hunts") { Description = "Score every hunt, not only that for mail access, in tenants where people and administrators also change things; with and without sign-ins." };
    private static readonly Option<string?> s_dissect = new("--dissect") { Description = "Write what the hunt made of every day of every intrusion, those not found in time first, into this file." };

    private static int Main(string[] args)
    {
        RootCommand root = new("Scores the mail-access hunt on synthetic tenants with answer keys. The same arguments give the same numbers.")
        {
            s_mailboxes, s_days, s_seeds, s_firstSeed, s_attacks, s_repeat, s_attacksFrom, s_drifts, s_perturb, s_sensitivity, s_jobs, s_markdown, s_svg, s_json, s_hunts, s_dissect,
        };
        root.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return root.Parse(args).Invoke();
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        bool hunts = parsed.GetValue(s_hunts);
        string[] attacks = Chosen(parsed.GetValue(s_attacks)!, hunts ? AuditScenario.AttackNames : IntrusionCatalogue.AccessNames);
        string[] drifts = parsed.GetValue(s_drifts)!;
        EvalOptions options = new()
        {
            Mailboxes = parsed.GetValue(s_mailboxes)!,
            Days = parsed.GetValue(s_days),
            Seeds = parsed.GetValue(s_seeds),
            FirstSeed = parsed.GetValue(s_firstSeed),
            Attacks = [.. attacks.SelectMany(name => Enumerable.Repeat(name, parsed.GetValue(s_repeat)))],
            AttacksFrom = parsed.GetValue(s_attacksFrom),
            Drifts = drifts is ["all"] ? [string.Empty, .. AuditScenario.DriftNames] : [.. drifts.Select(static name => name == "none" ? string.Empty : name)],
            Perturbed = parsed.GetValue(s_perturb),
            Sensitivity = parsed.GetValue(s_sensitivity),
            Dissect = parsed.GetValue(s_dissect) is not null,
            Jobs = Math.Max(1, parsed.GetValue(s_jobs)),
        };
        if (options.Days < 1 || options.Seeds < 1 || options.AttacksFrom is int first && (first < 0 || first >= options.Days))
        {
            Console.Error.WriteLine("Days and seeds are at least 1, and an intrusion begins on one of the days, counted from 0.");
            return 1;
        }

        return hunts ? RunHunts(parsed, options, cancellation) : RunAccess(parsed, options, cancellation);
    }

    private static int RunHunts(ParseResult parsed, EvalOptions options, CancellationToken cancellation)
    {
        HuntTrialScore[] scores = HuntEvaluation.Run(options, static (done, all) => Console.Error.Write($"\r{done} of {all} tenants "), cancellation);
        Console.Error.WriteLine();
        using StringWriter tables = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        HuntReport.Write(scores, tables);
        Console.Out.Write(tables);
        Write(parsed.GetValue(s_markdown), tables.ToString());
        if (parsed.GetValue(s_json) is string json)
        {
            using FileStream file = File.Create(json);
            JsonReport.Write(options, scores, file);
        }

        return 0;
    }

    private static int RunAccess(ParseResult parsed, EvalOptions options, CancellationToken cancellation)
    {
        TrialScore[] scores = Evaluation.Run(options, static (done, all) => Console.Error.Write($"\r{done} of {all} tenants "), cancellation);
        Console.Error.WriteLine();
        using StringWriter tables = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        MarkdownReport.Write(scores, options.Sensitivity, tables);
        Console.Out.Write(tables);
        Write(parsed.GetValue(s_markdown), tables.ToString());
        Write(parsed.GetValue(s_dissect), Dissection.Text(scores));
        Write(parsed.GetValue(s_svg), CalibrationPlot.Draw(scores));
        if (parsed.GetValue(s_json) is string json)
        {
            using FileStream file = File.Create(json);
            JsonReport.Write(options, scores, file);
        }

        return 0;
    }

    private static void Write(string? path, string text)
    {
        if (path is not null)
        {
            File.WriteAllText(path, text);
        }
    }

    private static string[] Chosen(string[] names, IReadOnlyList<string> known) => names switch
    {
        ["all"] => [.. known],
        ["none"] => [],
        _ => names,
    };

    private static Option<string[]> Names(string name, string what, IReadOnlyList<string> known, string byDefault)
    {
        Option<string[]> option = new(name)
        {
            Description = $"{what}: all, none, or some of {string.Join(", ", known)}.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [byDefault],
        };
        return option.AcceptOnlyFromAmong(["all", "none", .. known]);
    }

    private static int[] ReadSizes(ArgumentResult result)
    {
        List<int> sizes = [];
        foreach (string text in result.Tokens.SelectMany(static token => token.Value.Split(',')))
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size) || size < 5)
            {
                result.AddError($"'{text}' is no size of a tenant: a number of at least 5 is.");
                return [];
            }

            sizes.Add(size);
        }

        return [.. sizes];
    }
}
