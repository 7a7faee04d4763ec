using System;
using System.IO;
using System.Text.Json;

namespace StormDetect.Cli.Tests;

/// <summary>What a command line ended with.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Outcome(int Code, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static Outcome Of(params string[] args) => Of(TimeProvider.System, args);

    public static Outcome Of(TimeProvider clock, params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = Program.Run(args, output, error, clock);
        return new Outcome(code, output.ToString(), error.ToString());
    }
}
