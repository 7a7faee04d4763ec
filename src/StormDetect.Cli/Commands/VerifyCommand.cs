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

/// <summary><c>stormdetect verify ARCHIVE...</c>: proves that archives are what their runs made them.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string[]> s_paths = new("ARCHIVE")
    {
        Description = "Folders of archives, or of one tenant's archive. Several that have the same tree are taken for one archive.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string[]> s_cold = new("--cold") { Description = "The same for cold storage: what is only there counts as retrievable, not as searchable.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
    private static readonly Option<string[]> s_heads = new("--expected-head") { Description = "Hashes noted elsewhere of the end that a chain once had: entries cut off behind it are found.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
    private static readonly Option<string?> s_profile = new("--retention-profile") { Description = "How long the log has to be kept: " + string.Join(", ", RetentionProfile.Names) + ". Not judged by default." };
    private static readonly Option<string?> s_json = new("--json") { Description = "Write the results as JSON to this file, or to standard output (-).", Validators = { OutputFile.Check } };

    public static Command Create()
    {
        Command command = new("verify", "Prove that archives of audit records are intact. Exit code 0 when they are (and meet the retention asked for), 2 when one is not, 3 when a file could not be read, 1 on an error. Gaps in time and accepted losses are listed and change none of that, but a retention is not met with either.")
        {
            s_paths, s_cold, s_heads, s_profile, s_json,
        };
        command.Validators.Add(static result =>
        {
            foreach (Token token in result.GetResult(s_profile)?.Tokens.Where(static token => RetentionProfile.Find(token.Value) is null) ?? [])
            {
                result.AddError($"{s_profile.Name}: '{PlainText.Safe(token.Value)}' is no retention profile.");
            }
        });
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        string[] missing = [.. parsed.GetValue(s_paths)!.Concat(parsed.GetValue(s_cold)!).Where(static path => !Path.Exists(path))];
        foreach (string path in missing)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"PathNotFound: '{PlainText.Safe(path)}': There is no such folder.");
        }

        if (missing.Length > 0)
        {
            return ExitCode.Error;
        }

        IReadOnlyList<ArchiveCheckResult> results = AuditArchiveCheck.Run(
            new ArchiveCheckOptions
            {
                Paths = parsed.GetValue(s_paths)!,
                ColdPaths = parsed.GetValue(s_cold)!,
                ExpectedHeads = parsed.GetValue(s_heads)!,
                Retention = parsed.GetValue(s_profile) is { } profile ? RetentionProfile.Find(profile) : null,
                Now = DateTimeOffset.UtcNow,
            },
            cancellation);
        if (parsed.GetValue(s_json) is { } json)
        {
            ResultJson.Write(new { ResultJson.SchemaVersion, Archives = results }, json, output);
        }

        if (parsed.GetValue(s_json) != "-")
        {
            foreach (ArchiveCheckResult result in results)
            {
                output.WriteLine(PlainText.Safe(result.Summary));
                output.WriteLine($"  head {result.Head}");
                foreach (ArchiveFinding finding in result.Findings)
                {
                    output.WriteLine($"  {finding.Kind}: {PlainText.Safe(finding.ToString())}");
                }
            }
        }

        return results.Any(static result => result.Status == CheckStatus.Failed || result.Retention is { Answer: RetentionAnswer.NotMet }) ? ExitCode.Suspicious
            : results.Any(static result => result.Status != CheckStatus.Passed || result.Retention is { Answer: RetentionAnswer.Unknown }) ? ExitCode.CannotConclude
            : ExitCode.NoEvidence;
    }
}
