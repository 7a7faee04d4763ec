using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StormDetect.Core.Detection.MailAccess;

namespace StormDetect.Core.LoggingConfig;

/// <summary>
/// Commands that repair, as text for people to read and run. Actions are only ever added to a mailbox's lists: adding SearchQueryInitiated takes Owner out of DefaultAuditSet, and resetting
/// DefaultAuditSet would take SearchQueryInitiated out again.
/// </summary>
internal static class Repair
{
    private const int MostNames = 50;
    private const int MostCommands = 20;

    /// <summary>One command for every set of actions that is missing in the same way.</summary>
    public static string[] AddActions(IEnumerable<(string Mailbox, IReadOnlyDictionary<string, string[]> Missing)> mailboxes)
    {
        List<string> commands = [];
        foreach (IGrouping<string, string> group in mailboxes.GroupBy(static entry => Parameters(entry.Missing), static entry => entry.Mailbox, StringComparer.Ordinal).OrderByDescending(static g => g.Count()))
        {
            commands.AddRange(ForEach(group, $"Set-Mailbox -Identity $_{group.Key}"));
        }

        return Capped(commands);
    }

    /// <summary>One command for many names, in lots.</summary>
    public static IEnumerable<string> ForEach(IEnumerable<string> names, string command) =>
        names.Chunk(MostNames).Select(lot => $"{string.Join(", ", lot.Select(PowerShellText.Quote))} | ForEach-Object {{ {command} }}");

    public static string[] Capped(IEnumerable<string> commands)
    {
        string[] all = commands.ToArray();
        return all.Length <= MostCommands ? all : [.. all[..MostCommands], string.Create(CultureInfo.InvariantCulture, $"# and {all.Length - MostCommands} more commands of the same kind; repair these, then check again")];
    }

    private static string Parameters(IReadOnlyDictionary<string, string[]> missing) => string.Concat(MailboxActions.Lists
        .Where(list => missing.TryGetValue(list, out string[]? actions) && actions.Length > 0)
        .Select(list => $" -{list} @{{ Add = {string.Join(", ", missing[list].Select(static action => $"'{action}'"))} }}"));
}
