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

/// <summary><c>stormdetect check SNAPSHOT...</c>: judges the logging configuration in snapshot files.</summary>
internal static class CheckCommand
{
    private static readonly Argument<string[]> s_paths = new("SNAPSHOT")
    {
        Description = "Snapshot files of Export-M365ConfigSnapshot, or results files of ScubaGear.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string[]> s_checks = new("--check") { Description = "Checks to run, by id with wildcards, or by a SCuBA identifier; all by default.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
    private static readonly Option<string[]> s_severities = new("--severity") { Description = "Severities of checks to run: critical, high, medium, low, informational; all by default.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
    private static readonly Option<string> s_profile = new("--retention-profile") { Description = "How long the log has to be kept: " + string.Join(", ", RetentionProfile.Names) + ".", DefaultValueFactory = _ => RetentionProfile.Default.Name };
    private static readonly Option<int> s_archive = new("--archive-months") { Description = "Months for which an archive of your own keeps the log; it counts as cold storage.", DefaultValueFactory = _ => 0 };
    private static readonly Option<string?> s_json = new("--json") { Description = "Write all results as JSON to this file, or to standard output (-).", Validators = { OutputFile.Check } };
    private static readonly Option<string[]> s_reports = new("--report") { Description = "Write the roll-up to these files: .html, .csv, .json or .xml (JUnit).", Validators = { OutputFile.Check }, AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };

    public static Command Create()
    {
        Command command = new("check", "Judge the logging configuration in snapshots. Exit code 0 when every check passed or does not apply, 2 when one failed, 3 when none failed but one is unknown, 1 on an error.")
        {
            s_paths, s_checks, s_severities, s_profile, s_archive, s_json, s_reports,
        };
        command.Validators.Add(static result =>
        {
            Refuse(result, s_checks, static id => LoggingCheckCatalog.All.Any(check => LoggingCheckCatalog.Matches(id, check)), "is no check");
            Refuse(result, s_severities, static name => Enum.GetNames<Severity>().Contains(name, StringComparer.OrdinalIgnoreCase), "is no severity");
            Refuse(result, s_profile, static name => RetentionProfile.Find(name) is not null, "is no retention profile");
            Refuse(result, s_reports, LoggingConfigReport.IsSupported, $"ends in none of {string.Join(", ", LoggingConfigReport.Extensions)}");
        });
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        TextWriter error = parsed.InvocationConfiguration.Error;
        LoggingCheckOptions options = new()
        {
            CheckIds = parsed.GetValue(s_checks)!,
            Severities = parsed.GetValue(s_severities)!.Select(static name => Enum.Parse<Severity>(name, ignoreCase: true)).ToArray(),
            Retention = RetentionProfile.Find(parsed.GetValue(s_profile)!)!,
            ArchiveMonths = parsed.GetValue(s_archive),
        };
        string? json = parsed.GetValue(s_json);
        List<LoggingCheckResult> kept = [];
        LoggingConfigRollUp rollUp = new();
        bool isUnread = false;
        foreach (LoggingConfigBatchItem item in LoggingConfigBatch.Evaluate(PathPatterns.Expand(parsed.GetValue(s_paths)!), options, Math.Min(8, Environment.ProcessorCount), prepare: null, cancellation))
        {
            if (item.Failure is { } failure)
            {
                isUnread = true;
                rollUp.AddFailure(item.Path, failure.Message);
                error.WriteLine($"{failure.Problem}: {PlainText.Safe(failure.Message)}");
                continue;
            }

            rollUp.Add(item.Results);
            if (json is not null)
            {
                kept.AddRange(item.Results);
            }

            if (json != "-")
            {
                CheckText.Write(item.Results, output);
            }
        }

        if (json is not null)
        {
            CheckJson.Write(kept, Worst(rollUp), json, output);
        }

        foreach (string report in parsed.GetValue(s_reports)!)
        {
            LoggingConfigReport.Write(report, rollUp, DateTimeOffset.UtcNow);
        }

        return isUnread ? ExitCode.Error : Worst(rollUp) switch
        {
            CheckStatus.Failed => ExitCode.Suspicious,
            CheckStatus.Unknown => ExitCode.CannotConclude,
            _ => ExitCode.NoEvidence,
        };
    }

    private static CheckStatus Worst(LoggingConfigRollUp rollUp) =>
        rollUp.Tenants.Any(static tenant => tenant.Status == CheckStatus.Failed) ? CheckStatus.Failed
        : rollUp.Tenants.Count == 0 || rollUp.Tenants.Any(static tenant => tenant.Status == CheckStatus.Unknown) ? CheckStatus.Unknown
        : CheckStatus.Passed;

    private static void Refuse(CommandResult result, Option option, Func<string, bool> isGood, string why)
    {
        foreach (Token token in result.GetResult(option)?.Tokens.Where(token => !isGood(token.Value)) ?? [])
        {
            result.AddError($"{option.Name}: '{PlainText.Safe(token.Value)}' {why}.");
        }
    }
}
