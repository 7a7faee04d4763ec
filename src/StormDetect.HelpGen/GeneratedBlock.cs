using System;
using System.Collections.Generic;

namespace StormDetect.HelpGen;

/// <summary>The part of a help topic that is generated.</summary>
internal static class GeneratedBlock
{
    private const string Begin = "    BEGIN GENERATED\n";
    private const string End = "    END GENERATED\n";

    /// <summary>Puts lines between the marks of a topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="lines">The lines.</param>
    /// <returns>The topic with them.</returns>
    /// <exception cref="FormatException">The topic has no marks.</exception>
    public static string Put(string topic, IEnumerable<string> lines)
    {
        int begin = topic.IndexOf(Begin, StringComparison.Ordinal);
        int end = topic.IndexOf(End, StringComparison.Ordinal);
        return begin < 0 || end < begin
            ? throw new FormatException("The topic has no marks for what is generated.")
            : topic[..(begin + Begin.Length)] + "\n" + string.Join('\n', lines) + "\n\n" + topic[end..];
    }
}
