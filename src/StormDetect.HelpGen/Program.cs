using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace StormDetect.HelpGen;

/// <summary>Writes the module's MAML help from the compiled cmdlets and their XML documentation, or checks that the committed help is that.</summary>
internal static class Program
{
    private const string Usage = "Usage: HelpGen --assembly X.dll --xml X.xml (--output FILE | --check FILE) [--topic FILE] [--manifests FOLDER]";

    private static int Main(string[] arguments)
    {
        try
        {
            Dictionary<string, string> options = Parse(arguments);
            string assembly = options["--assembly"];
            HelpResult result = HelpGenerator.Generate(assembly, options["--xml"]);
            if (result.Problems.Count > 0)
            {
                Console.Error.WriteLine("The help is not complete:");
                foreach (string problem in result.Problems)
                {
                    Console.Error.WriteLine("  " + problem);
                }

                return 1;
            }

            bool isCheck = options.TryGetValue("--check", out string? committed);
            int code = isCheck ? Check(result, committed!) : Write(result, options["--output"]);
            foreach ((string path, string text) in Others(result, options))
            {
                code |= isCheck ? CheckText(path, text) : WriteText(path, text);
            }

            return code;
        }
        catch (Exception failure) when (failure is KeyNotFoundException or ArgumentException)
        {
            Console.Error.WriteLine(Usage);
            return 1;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or BadImageFormatException or FormatException)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }

    private static Dictionary<string, string> Parse(string[] arguments)
    {
        string[] known = ["--assembly", "--xml", "--output", "--check", "--topic", "--manifests"];
        if (arguments.Length % 2 != 0 || arguments.Where((_, index) => index % 2 == 0).Any(name => !known.Contains(name)))
        {
            throw new ArgumentException(Usage, nameof(arguments));
        }

        return arguments.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
    }

    // What is generated besides the cmdlets' help: the table of a topic, and manifests.
    private static IEnumerable<(string Path, string Text)> Others(HelpResult result, Dictionary<string, string> options)
    {
        if (options.TryGetValue("--topic", out string? topic))
        {
            yield return (topic, GeneratedBlock.Put(File.ReadAllText(topic), result.PermissionTopic));
        }

        if (options.TryGetValue("--manifests", out string? folder))
        {
            foreach ((string name, string text) in result.Manifests)
            {
                yield return (Path.Combine(folder, name), text);
            }
        }
    }

    private static int WriteText(string path, string text)
    {
        File.WriteAllText(path, text);
        Console.WriteLine(path);
        return 0;
    }

    private static int CheckText(string path, string text)
    {
        if (File.Exists(path) && File.ReadAllText(path) == text)
        {
            return 0;
        }

        Console.Error.WriteLine($"{path} is not what the code says. Regenerate and commit it: {HelpGenerator.RegenerateCommand}");
        return 1;
    }

    private static int Write(HelpResult result, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllBytes(path, result.Maml);
        Console.WriteLine($"{path}: {result.CommandCount} cmdlets, {result.Maml.Length} bytes");
        return 0;
    }

    private static int Check(HelpResult result, string path)
    {
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(result.Maml))
        {
            Console.WriteLine($"{path} is in step with the code ({result.CommandCount} cmdlets).");
            return 0;
        }

        Console.Error.WriteLine($"{path} is not what the code says. Regenerate and commit it: {HelpGenerator.RegenerateCommand}");
        return 1;
    }
}
