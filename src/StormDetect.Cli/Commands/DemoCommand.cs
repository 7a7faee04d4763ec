using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Cli.Output;
using StormDetect.Core;

namespace StormDetect.Cli.Commands;

/// <summary>
/// <c>stormdetect demo</c>: writes a synthetic tenant with planted intrusions into a temporary folder, hunts it, and compares what was found with
/// what was planted.
/// </summary>
internal static class DemoCommand
{
    private static readonly Option<int> s_mailboxes = new("--mailboxes") { Description = "How many mailboxes the tenant has.", DefaultValueFactory = _ => 150 };
    private static readonly Option<int> s_days = new("--days") { Description = "How many days its log covers.", DefaultValueFactory = _ => 30 };
    private static readonly Option<int> s_seed = new("--seed") { Description = "Another seed is another tenant.", DefaultValueFactory = _ => 1 };

    private static readonly Option<string[]> s_attacks = new("--attack")
    {
        Description = "Intrusions to plant: " + string.Join(", ", AuditScenario.AttackNames) + ".",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => ["storm-0558", "oauth-app"],
    };

    public static Command Create()
    {
        Command command = new("demo", "Try it: make a tenant with planted intrusions, hunt it, compare. Exit code 0 when exactly what was planted was found.")
        {
            s_mailboxes, s_days, s_seed, s_attacks,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("stormdetect-demo-");
        try
        {
            Stopwatch clock = Stopwatch.StartNew();
            AuditScenarioResult planted = AuditScenario.Write(
                folder.FullName,
                new AuditScenarioOptions
                {
                    Mailboxes = parsed.GetValue(s_mailboxes),
                    Days = parsed.GetValue(s_days),
                    Seed = parsed.GetValue(s_seed),
                    Attacks = parsed.GetValue(s_attacks)!,

                    // The rules, rights and newsletters of everyday have oddities of their own, about one finding a week: no fault, but no comparison either.
                    Background = false,
                },
                cancellation);
            double writing = clock.Elapsed.TotalSeconds;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"A synthetic tenant: {parsed.GetValue(s_mailboxes)} mailboxes, {parsed.GetValue(s_days)} days, {planted.RecordCount:N0} records, planted: {string.Join(", ", planted.Intrusions.Select(static i => i.Attack))}."));

            clock.Restart();

            MailHunt hunt = new(new MailHuntOptions());
            hunt.AddFiles(planted.LogFiles, cancellation);
            MailHuntResult result = hunt.Complete(cancellation);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Written in {writing:F1} s; {result.ReadReport.Bytes / 1e6:N0} MB read and judged in {clock.Elapsed.TotalSeconds:F1} s."));
            output.WriteLine();
            HuntText.Write(result, output);
            return Compare(planted.Intrusions, result.Findings, output) ? 0 : ExitCode.Error;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Says of every planted intrusion whether it was found, and of every finding whether it was planted.</summary>
    private static bool Compare(IReadOnlyList<PlantedIntrusion> planted, IReadOnlyList<Finding> findings, TextWriter output)
    {
        HashSet<Finding> explained = [];
        bool exact = true;
        output.WriteLine("Against the answer key:");
        foreach (PlantedIntrusion intrusion in planted)
        {
            HashSet<string> ids = new(intrusion.RecordIds.Concat(intrusion.Evidence.SelectMany(static evidence => evidence.RecordIds)), StringComparer.OrdinalIgnoreCase);
            Finding[] found = findings.Where(finding => finding.RecordIds.Any(ids.Contains)).ToArray();
            explained.UnionWith(found);
            exact &= found.Length > 0;
            output.WriteLine(found.Length > 0
                ? $"  found   {intrusion.Attack}: {string.Join(", ", found.Select(static finding => finding.Id))}"
                : $"  MISSED  {intrusion.Attack}: {intrusion.Mailboxes.Count} mailboxes");
        }

        foreach (Finding finding in findings.Where(finding => !explained.Contains(finding)))
        {
            exact = false;
            output.WriteLine($"  FALSE   {finding.Id}: nothing was planted there");
        }

        output.WriteLine(exact ? "Exactly what was planted was found." : "What was found is not what was planted.");
        return exact;
    }
}
