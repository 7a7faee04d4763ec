using System;
using System.CommandLine;
using System.IO;
using System.Text;
using StormDetect.Cli.Commands;

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
    /// <returns>The exit code (<see cref="ExitCode"/>).</returns>
    internal static int Run(string[] args, TextWriter output, TextWriter error)
    {
        RootCommand root = new("Finds mail access out of the ordinary in Microsoft 365 audit logs, and says what could not be seen.")
        {
            DemoCommand.Create(),
            HuntCommand.Create(),
            ScenarioCommand.Create(),
        };
        InvocationConfiguration streams = new() { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        try
        {
            return root.Parse(args).Invoke(streams);
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("stopped");
            return ExitCode.Error;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            error.WriteLine(Core.PlainText.Safe(failure.Message));
            return ExitCode.Error;
        }
    }
}
