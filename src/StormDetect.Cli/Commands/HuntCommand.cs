using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Cli.Output;
using StormDetect.Core;

namespace StormDetect.Cli.Commands;

/// <summary><c>stormdetect hunt PATH...</c>: reads logs, prints verdict and findings, and ends with the verdict as exit code.</summary>
internal static class HuntCommand
{
    private static readonly Argument<string[]> s_paths = new("PATH")
    {
        Description = "Audit logs: files, folders or wildcards, in any export form, plain, gzip or zip.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<DateTimeOffset?> s_start = Time("--start", "Report on this time and later. A time without a zone is UTC.", dayIncluded: false);
    private static readonly Option<DateTimeOffset?> s_end = Time("--end", "Report on what is before this time. A bare day is included.", dayIncluded: true);

    private static readonly Option<DateTimeOffset?> s_baselineStart = Time(
        "--baseline-start", "Start of days known to be clean: learned from first, wherever they lie, and not judged.", dayIncluded: false);

    private static readonly Option<DateTimeOffset?> s_baselineEnd = Time(
        "--baseline-end", "End of days known to be clean. A bare day is included.", dayIncluded: true);

    private static readonly Option<ActivityGroup[]> s_activity = new("--activity")
    {
        Description = "What to judge: access, move, delete, search, send. All unless some are named; they share the budget of false stories.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => Enum.GetValues<ActivityGroup>(),
    };

    private static readonly Option<bool> s_explain = new("--explain")
    {
        Description = "Print the sums behind each finding: its parts, its rank among past scores, the level it had to reach.",
    };

    private static readonly Option<string[]> s_priority = new("--priority-mailbox")
    {
        Description = "Mailboxes (address or id) that weigh more, and whose blind hours alone forbid a clean verdict.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string[]> s_trusted = new("--trusted-network")
    {
        Description = "Networks of your own (CIDR). They lower the surprise of a network, they never silence an application.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<Sensitivity> s_sensitivity = new("--sensitivity")
    {
        Description = "How many false stories a week you accept: low (0.2), normal (1) or high (5).",
        DefaultValueFactory = _ => Sensitivity.Normal,
    };

    private static readonly Option<Severity> s_severity = new("--min-severity")
    {
        Description = "Leave out findings below it: informational, low, medium, high or critical.",
        DefaultValueFactory = _ => Severity.Medium,
    };

    private static readonly Option<double> s_blind = new("--max-blind-percent")
    {
        Description = "Above this share of blind mailbox-days, nothing found is not an answer.",
        DefaultValueFactory = _ => 5,
    };

    private static readonly Option<string?> s_baseline = new("--baseline")
    {
        Description = "Judge by what a baseline file learned from earlier logs. The file is only read.",
    };

    private static readonly Option<string?> s_update = new("--update-baseline")
    {
        Description = "Learn the days that are closed by now into this baseline file, and note the findings shown as reported. Made where there is none yet; with --baseline, name the same file.",
    };

    private static readonly Option<bool> s_newOnly = new("--new-only")
    {
        Description = "With a baseline: leave out findings reported before, unless their severity grew since.",
    };

    private static readonly Option<bool> s_suppressed = new("--include-suppressed")
    {
        Description = "With a baseline: show findings that an approval suppresses, marked with its reason.",
    };

    private static readonly Option<bool> s_redact = new("--redact")
    {
        Description = "With --report: people, domains, networks, sessions and files as tokens, for a copy to share.",
    };

    private static readonly Option<string[]> s_signIns = new("--signins")
    {
        Description = "Sign-ins of Entra: files or folders of what the portal downloads, Graph pages, Sentinel and Defender tables.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string[]> s_indicators = new("--indicators")
    {
        Description = "Threat indicators to look for besides the published Storm-0558 set: STIX 2.x, MISP JSON or CSV files.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string[]> s_coverage = new("--coverage")
    {
        Description = "Configuration snapshots, one of each tenant: mailboxes whose reads leave no record, and accounts exempt from auditing, count as blind.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string[]> s_keywords = new("--keyword-file")
    {
        Description = "Words to judge inbox rules by besides the built-in ones: lines of 'category: word'.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string?> s_report = new("--report")
    {
        Description = "Write the report as one HTML file, over the report of an earlier run but over no other file. The logs are read once more, for their hashes and for the messages that findings could have exposed.",
        Validators = { OutputFile.Check },
    };

    private static readonly Option<string[]> s_hunts = new("--hunt")
    {
        Description = "Which hunts to run: " + string.Join(", ", MailHunt.HuntNames) + ". Without it, all.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string[]> s_domains = new("--accepted-domain")
    {
        Description = "Mail domains of the tenant: mail that goes elsewhere leaves it. Domains of mailboxes that the log shows count as well.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string?> s_json = new("--json")
    {
        Description = "Write the result as JSON to a file, over that of an earlier run but over no other file, or to standard output with -.",
        Validators = { OutputFile.Check },
    };

    public static Command Create()
    {
        Command command = new("hunt", "Hunt audit logs for mail access out of the ordinary and for what goes with it. Exit code: 0 no evidence, 2 suspicious, 3 cannot conclude, 1 error.")
        {
            s_paths, s_start, s_end, s_baselineStart, s_baselineEnd, s_activity, s_explain, s_priority, s_trusted, s_sensitivity, s_severity, s_blind, s_json, s_baseline, s_update, s_newOnly, s_suppressed,
            s_hunts, s_domains, s_signIns, s_indicators, s_keywords, s_coverage, s_report, s_redact,
        };
        s_trusted.Validators.Add(static result =>
        {
            foreach (Token token in result.Tokens.Where(static token => !CidrText.TryNormalise(token.Value, out _)))
            {
                result.AddError($"--trusted-network: '{PlainText.Safe(token.Value)}' is no address and no network in CIDR notation.");
            }
        });
        s_paths.Validators.Add(static result =>
        {
            // Else a mistyped option would be a file that is missing, and the hunt would go on without it.
            foreach (Token token in result.Tokens.Where(static token => token.Value.StartsWith('-')))
            {
                result.AddError($"There is no option '{PlainText.Safe(token.Value)}'. Write a path that begins with - as ./{PlainText.Safe(token.Value)}.");
            }
        });
        s_hunts.Validators.Add(static result =>
        {
            foreach (Token token in result.Tokens.Where(static token => !MailHunt.HuntNames.Contains(token.Value, StringComparer.OrdinalIgnoreCase)))
            {
                result.AddError($"--hunt: '{PlainText.Safe(token.Value)}' is none of {string.Join(", ", MailHunt.HuntNames)}.");
            }
        });
        s_activity.Validators.Add(static result => RefuseNumber<ActivityGroup>(result));
        s_severity.Validators.Add(static result => RefuseNumber<Severity>(result));
        s_sensitivity.Validators.Add(static result => RefuseNumber<Sensitivity>(result));
        s_blind.Validators.Add(static result =>
        {
            if (result.Tokens.Count == 1 && !(result.GetValueOrDefault<double>() is >= 0 and <= 100))
            {
                result.AddError($"--max-blind-percent: '{PlainText.Safe(result.Tokens[0].Value)}' is not between 0 and 100.");
            }
        });
        command.Validators.Add(static result =>
        {
            // From the words: asking for the values of options that cannot be read is an exception here.
            if (UtcTimeText.TryParse(Word(result, s_start), dayIncluded: false, out DateTimeOffset start)
                && UtcTimeText.TryParse(Word(result, s_end), dayIncluded: true, out DateTimeOffset end) && start >= end)
            {
                result.AddError($"--start ({UtcTimeText.Of(start)}) must be before --end ({UtcTimeText.Of(end)}).");
            }

            if (UtcTimeText.TryParse(Word(result, s_baselineStart), dayIncluded: false, out DateTimeOffset from)
                && UtcTimeText.TryParse(Word(result, s_baselineEnd), dayIncluded: true, out DateTimeOffset to) && from >= to)
            {
                result.AddError($"--baseline-start ({UtcTimeText.Of(from)}) must be before --baseline-end ({UtcTimeText.Of(to)}).");
            }
        });
        command.Validators.Add(static result =>
        {
            string baseline = Word(result, s_baseline);
            string update = Word(result, s_update);
            if (baseline.Length > 0 && update.Length > 0 && Path.GetFullPath(baseline) != Path.GetFullPath(update))
            {
                result.AddError("--baseline and --update-baseline name different files. An update goes on from what the file itself has learned: name one file, or copy it first.");
            }

            if (baseline.Length + update.Length > 0 && Word(result, s_baselineStart).Length + Word(result, s_baselineEnd).Length > 0)
            {
                result.AddError("--baseline-start and --baseline-end name clean days of a log. A baseline file has learned its days already: use one or the other.");
            }

            if (baseline.Length == 0 && update.Length == 0 && (result.GetResult(s_newOnly) is { Implicit: false } || result.GetResult(s_suppressed) is { Implicit: false }))
            {
                result.AddError("--new-only and --include-suppressed need --baseline or --update-baseline: that is where reported findings and approvals are.");
            }
        });
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        TextWriter error = parsed.InvocationConfiguration.Error;
        using BaselineUpdate? update = BaselineUpdate.Begin(parsed.GetValue(s_update), DateTimeOffset.UtcNow);
        MailAccessBaseline? baseline = update is not null ? update.Baseline : parsed.GetValue(s_baseline) is { } path ? BaselineFile.Read(path) : null;
        List<string> unread = [];
        MailHunt hunt = new(CreateOptions(parsed, baseline, update, unread, cancellation), baseline);
        unread.ForEach(hunt.NoteUnread);
        using ProgressLine progress = new(error);
        hunt.Progress = progress.Show;
        List<string> paths = PathPatterns.Expand(parsed.GetValue(s_paths)!);
        hunt.AddFiles(paths, cancellation);
        progress.Clear();
        MailHuntResult result = hunt.Complete(cancellation);
        HuntInputs.WriteProblems(result.ReadReport, error);
        HuntInputs.WriteProblems(result.SignInReport, error);
        if (result.ReadReport.Rows == 0 && result.ReadReport.Problems.Count > 0)
        {
            // Nothing could be read at all: that is no verdict, whatever the hunt makes of an empty log.
            return ExitCode.Error;
        }

        foreach (string note in result.Notes)
        {
            error.WriteLine($"Note: {PlainText.Safe(note)}");
        }

        foreach (string note in result.Baseline?.Notes ?? [])
        {
            error.WriteLine($"Baseline: {PlainText.Safe(note)}");
        }

        string? json = parsed.GetValue(s_json);
        if (json is not null)
        {
            HuntJson.Write(result, json, output);
        }

        if (json != "-")
        {
            HuntText.Write(result, output);
        }

        if (parsed.GetValue(s_report) is { } report)
        {
            WriteReport(result, report, parsed.GetValue(s_redact), cancellation);
        }

        // After the findings are out: a crash in between tells them again, and never swallows them.
        output.Flush();
        update?.Save(hunt.UpdatedBaseline!, result, error);
        return ExitCode.Of(result.Verdict);
    }

    private static void WriteReport(MailHuntResult result, string path, bool redact, CancellationToken cancellation)
    {
        ReportSources sources = ReportSources.Read(result, countExposure: true, cancellation);
        using StringWriter writer = new();
        HuntReport.Write(
            result,
            new HuntReportOptions
            {
                MadeAt = DateTimeOffset.UtcNow,
                ToolVersion = typeof(HuntCommand).Assembly.GetName().Version?.ToString(3) ?? string.Empty,
                Exposures = sources.Exposures,
                Inputs = sources.Inputs,
                Redact = redact,
            },
            writer);
        ResultFile.Write(path, writer.ToString());
    }

    /// <summary>What was asked; what was not is as the baseline was learned, because what it holds back as suspicious depends on it.</summary>
    private static MailHuntOptions CreateOptions(ParseResult parsed, MailAccessBaseline? baseline, BaselineUpdate? update, List<string> unread, CancellationToken cancellation) => new()
    {
        Hunts = parsed.GetValue(s_hunts)!,
        AcceptedDomains = parsed.GetValue(s_domains)!,
        SignInPaths = PathPatterns.Expand(parsed.GetValue(s_signIns)!),
        Indicators = HuntInputs.Indicators(parsed.GetValue(s_indicators)!, parsed.InvocationConfiguration.Error, unread, cancellation),
        RuleWords = HuntInputs.RuleWords(parsed.GetValue(s_keywords)!, parsed.InvocationConfiguration.Error, unread),
        Access = CreateAccessOptions(parsed, baseline, update),
    };

    private static MailAccessHuntOptions CreateAccessOptions(ParseResult parsed, MailAccessBaseline? baseline, BaselineUpdate? update) => new()
    {
        Start = parsed.GetValue(s_start),
        End = parsed.GetValue(s_end),
        BaselineStart = parsed.GetValue(s_baselineStart),
        BaselineEnd = parsed.GetValue(s_baselineEnd),
        Activities = parsed.GetValue(s_activity)!,
        Explain = parsed.GetValue(s_explain),
        PriorityMailboxes = baseline is not null && IsAbsent(parsed, s_priority) ? baseline.PriorityMailboxes : parsed.GetValue(s_priority)!,
        TrustedNetworks = baseline is not null && IsAbsent(parsed, s_trusted) ? baseline.TrustedNetworks : parsed.GetValue(s_trusted)!,
        Sensitivity = baseline is not null && IsAbsent(parsed, s_sensitivity) ? baseline.Sensitivity : parsed.GetValue(s_sensitivity),
        MinimumSeverity = parsed.GetValue(s_severity),
        MaximumBlindPercent = parsed.GetValue(s_blind),
        Now = update?.Now ?? DateTimeOffset.UtcNow,
        NewOnly = parsed.GetValue(s_newOnly),
        IncludeSuppressed = parsed.GetValue(s_suppressed),
        LearnBaseline = update is not null,
        Coverage = HuntInputs.Coverage(parsed.GetValue(s_coverage)!, update?.Now ?? DateTimeOffset.UtcNow),
    };

    private static bool IsAbsent(ParseResult parsed, Option option) => parsed.GetResult(option) is null or { Implicit: true };

    private static string Word(CommandResult result, Option option) => result.GetResult(option)?.Tokens is [{ } token] ? token.Value : string.Empty;

    // An enumeration is parsed from any number, also from one that has no name.
    private static void RefuseNumber<T>(OptionResult result)
        where T : struct, Enum
    {
        foreach (Token token in result.Tokens.Where(static token => !Enum.GetNames<T>().Contains(token.Value, StringComparer.OrdinalIgnoreCase)))
        {
            result.AddError($"{result.Option.Name}: '{PlainText.Safe(token.Value)}' is none of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");
        }
    }

    internal static Option<DateTimeOffset?> Time(string name, string description, bool dayIncluded) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            if (UtcTimeText.TryParse(text, dayIncluded, out DateTimeOffset time))
            {
                return time;
            }

            result.AddError($"{name}: '{PlainText.Safe(text)}' is no time. Write 2026-06-30 or 2026-06-30T14:00:00Z.");
            return null;
        },
    };
}
