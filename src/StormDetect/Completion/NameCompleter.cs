using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace StormDetect.Completion;

/// <summary>Completes names from a list in memory. Quotes what was typed in quotes, and what PowerShell would otherwise take apart.</summary>
internal abstract class NameCompleter : IArgumentCompleter
{
    private protected abstract IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = wordToComplete ?? string.Empty;
        char quote = word.Length > 0 && word[0] is '\'' or '"' ? word[0] : '\0';
        string typed = word.Trim('\'', '"');
        foreach (string name in Names)
        {
            if (name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            {
                yield return new CompletionResult(Quote(name, quote), name, CompletionResultType.ParameterValue, name);
            }
        }
    }

    private static string Quote(string name, char quote)
    {
        if (quote == '"')
        {
            return '"' + name + '"';
        }

        foreach (char character in name)
        {
            if (quote != '\0' || !(char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.'))
            {
                return '\'' + name.Replace("'", "''", StringComparison.Ordinal) + '\'';
            }
        }

        return name;
    }
}
