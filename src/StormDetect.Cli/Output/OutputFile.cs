using System.CommandLine.Parsing;
using System.IO;
using StormDetect.Core;

namespace StormDetect.Cli.Output;

/// <summary>
/// Files that a run is told to write. A job writes its own again with every run, and nobody is there to ask; what is no result of an earlier run, such as a log that is read, is refused before anything is read.
/// </summary>
internal static class OutputFile
{
    /// <summary>Checks the files that an option names; <c>-</c> is standard output.</summary>
    public static void Check(OptionResult result)
    {
        foreach (Token token in result.Tokens)
        {
            string path = token.Value;
            if (path.Length == 0 || path == "-")
            {
                continue;
            }

            string shown = PlainText.Safe(path);
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            {
                result.AddError($"{result.Option.Name}: there is no folder for '{shown}'.");
            }
            else if (Directory.Exists(path))
            {
                result.AddError($"{result.Option.Name}: '{shown}' is a folder. Name a file.");
            }
            else if (!ResultFile.MayReplace(path))
            {
                result.AddError($"{result.Option.Name}: '{shown}' is there, and is no result of an earlier run. Name another file, or remove it first.");
            }
        }
    }
}
