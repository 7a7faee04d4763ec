using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.IO;
using System.Text;
using StormDetect.Cli.Commands;
using StormDetect.Cli.Output;
using StormDetect.Core;

namespace StormDetect.Cli;

/// <summary>The command line: the same hunts without PowerShell.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return Run(args, Console.Out, Console.Error);
    }

    /// <summary>Runs a command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Receives results.</param>
    /// <param name="error">Receives progress and errors.</param>
    /// <param name="clock">What time it is for a collection; null for the machine's.</param>
    /// <returns>The exit code (<see cref="ExitCode"/>).</returns>
    internal static int Run(string[] args, TextWriter output, TextWriter error, TimeProvider? clock = null)
    {
        RootCommand root = new("Finds mail access out of the ordinary in Microsoft 365 audit logs, and says what could not be seen.")
        {
            CheckCommand.Create(),
            CollectCommand.Create(clock ?? TimeProvider.System),
            DemoCommand.Create(),
            HuntCommand.Create(),
            ScenarioCommand.Create(),
            VerifyCommand.Create(),
        };
        InvocationConfiguration streams = new() { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        try
        {
            ParseResult parsed = root.Parse(args);
            return parsed.Action is ParseErrorAction && args.Length > 0 ? Refuse(parsed, error) : parsed.Invoke(streams);
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("stopped");
            return ExitCode.Error;
        }
        catch (TenantRequestException failure)
        {
            error.WriteLine(PlainText.Safe($"{failure.Problem}: {CommandWords.Of(failure.Message)}"));
            return ExitCode.Error;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or ArchiveException or BaselineException or ConfigSnapshotException or SearchStateException)
        {
            error.WriteLine(PlainText.Safe(Sentence(failure)));
            return ExitCode.Error;
        }
    }

    // Standard output is for results: a program that reads them must not be given the help instead.
    private static int Refuse(ParseResult parsed, TextWriter error)
    {
        foreach (ParseError problem in parsed.Errors)
        {
            error.WriteLine(PlainText.Safe(problem.Message));
        }

        Command command = parsed.CommandResult.Command;
        error.WriteLine($"See: stormdetect {(command is RootCommand ? string.Empty : command.Name + " ")}--help");
        return ExitCode.Error;
    }

    // The name of a parameter in our code tells the person at the prompt nothing.
    private static string Sentence(Exception failure) =>
        failure is ArgumentException { ParamName: { } name } ? failure.Message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal) : failure.Message;
}
