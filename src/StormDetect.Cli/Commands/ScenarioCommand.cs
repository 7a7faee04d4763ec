using System.CommandLine;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Cli.Commands;

/// <summary><c>stormdetect scenario DIR</c>: writes a synthetic tenant's log and its answer key.</summary>
internal static class ScenarioCommand
{
    private static readonly Argument<string> s_directory = new("DIR") { Description = "The folder to write into; made if missing, and must be empty." };
    private static readonly Option<int> s_mailboxes = new("--mailboxes") { Description = "How many mailboxes: 5 to 200,000, and at most 20,000,000 times days.", DefaultValueFactory = _ => 400 };
    private static readonly Option<int> s_days = new("--days") { Description = "How many days: 1 to 1,000.", DefaultValueFactory = _ => 35 };
    private static readonly Option<int> s_seed = new("--seed") { Description = "Equal options and seed write equal bytes.", DefaultValueFactory = _ => 1 };

    private static readonly Option<bool> s_signIns = new("--signins") { Description = "Write the directory's sign-ins (signins-*.json, as Microsoft Graph gives them) beside the log." };
    private static readonly Option<bool> s_bare = new("--no-background") { Description = "Leave out what people and administrators change: rules, forwarding, rights, consents, clean-ups. Mail access is the same." };

    private static readonly Option<string[]> s_attacks = new("--attack")
    {
        Description = "Intrusions to plant: " + string.Join(", ", AuditScenario.AttackNames) + ".",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    public static Command Create()
    {
        Command command = new("scenario", "Write a synthetic tenant's audit log with planted intrusions and the answer key.")
        {
            s_directory, s_mailboxes, s_days, s_seed, s_attacks, s_signIns, s_bare,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        AuditScenarioResult written = AuditScenario.Write(
            parsed.GetValue(s_directory)!,
            new AuditScenarioOptions
            {
                Mailboxes = parsed.GetValue(s_mailboxes),
                Days = parsed.GetValue(s_days),
                Seed = parsed.GetValue(s_seed),
                Attacks = parsed.GetValue(s_attacks)!,
                SignIns = parsed.GetValue(s_signIns),
                Background = !parsed.GetValue(s_bare),
            },
            cancellation);
        parsed.InvocationConfiguration.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{written.RecordCount:N0} records in {written.LogFiles.Count} {(written.LogFiles.Count == 1 ? "file" : "files")}, {written.Intrusions.Count} {(written.Intrusions.Count == 1 ? "intrusion" : "intrusions")}; the answers are in {written.AnswerFile}"));
        return 0;
    }
}
