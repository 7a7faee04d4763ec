using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using StormDetect.Core.Scenarios;

namespace StormDetect.Core;

/// <summary>Writes a synthetic tenant's audit log with planted intrusions and the answer key to both.</summary>
public static class AuditScenario
{
    /// <summary>The fewest mailboxes a tenant can have.</summary>
    public const int FewestMailboxes = 5;

    /// <summary>The most mailboxes a tenant can have.</summary>
    public const int MostMailboxes = 200_000;

    /// <summary>The most days a log can cover.</summary>
    public const int MostDays = 1_000;

    private const int MostExtraDays = 3_000;
    private const double LeastBytesPerMailboxDay = 20_000;
    private const long MostMailboxDays = 20_000_000;

    /// <summary>The intrusions that can be planted.</summary>
    public static IReadOnlyList<string> AttackNames => IntrusionCatalogue.Names;

    /// <summary>The large legitimate changes that can be played.</summary>
    public static IReadOnlyList<string> DriftNames => DriftPlanner.Names;

    /// <summary>
    /// Writes the log (<c>audit-*.jsonl</c>, one record a line), on request sign-ins (<c>signins-*.json</c>), and <c>answers.json</c> into a folder.
    /// </summary>
    /// <param name="directory">The folder; made if missing, and must be empty.</param>
    /// <param name="options">What the tenant looks like.</param>
    /// <param name="cancellationToken">Stops the writing; what was written so far stays.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="ArgumentException">The options make no sense; the message says which, and lists the names there are.</exception>
    /// <exception cref="IOException">The folder is not empty, or cannot be written.</exception>
    public static AuditScenarioResult Write(string directory, AuditScenarioOptions options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        cancellationToken.ThrowIfCancellationRequested();
        string folder = Path.GetFullPath(directory);
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new IOException($"The folder '{folder}' must be empty: a scenario never mixes with other files.");
        }

        _ = Directory.CreateDirectory(folder);
        ScenarioTenant tenant = TenantBuilder.Build(options);
        List<Intrusion> intrusions = IntrusionCatalogue.Create(tenant);
        ScenarioWriter writer = new(tenant, intrusions);
        writer.Write(folder, cancellationToken);
        string answerFile = Path.Combine(folder, "answers.json");
        List<PlantedIntrusion> planted = AnswerKey.Write(answerFile, tenant, intrusions);
        return new AuditScenarioResult(folder, writer.Files, answerFile, writer.Records, planted) { SignInFiles = writer.SignInFiles };
    }

    private static void Check(AuditScenarioOptions options)
    {
        Require(options, options.Mailboxes is >= FewestMailboxes and <= MostMailboxes, $"Mailboxes must be {FewestMailboxes} to {MostMailboxes}, not {options.Mailboxes}.");
        Require(options, options.Days is >= 1 and <= MostDays, $"Days must be 1 to {MostDays}, not {options.Days}.");
        Require(options, (long)options.Mailboxes * options.Days <= MostMailboxDays, $"Mailboxes times days must be at most {MostMailboxDays}.");
        Require(options, options.DaysPerFile is >= 1 and <= MostDays, $"DaysPerFile must be 1 to {MostDays}, not {options.DaysPerFile}.");
        Require(options, options.Activity is >= 0.01 and <= 100, FormattableString.Invariant($"Activity must be 0.01 to 100, not {options.Activity}."));
        Require(options, options.MinimumBytes is >= 0 and <= 1L << 40, $"MinimumBytes must be 0 to {1L << 40}, not {options.MinimumBytes}.");
        Require(
            options,
            options.MinimumBytes / (options.Mailboxes * options.Activity * LeastBytesPerMailboxDay) < MostExtraDays,
            "MinimumBytes is too much for so few mailboxes: the log would last for decades.");
        Require(options, options.Start.Year is >= 1990 and <= 9900, $"Start must lie in the years 1990 to 9900, not {options.Start.Year}.");
        CheckNames(options, "attack", options.Attacks, AttackNames);
        CheckNames(options, "drift", options.Drifts, DriftNames);
    }

    private static void CheckNames(AuditScenarioOptions options, string kind, IReadOnlyList<string> names, IReadOnlyList<string> known)
    {
        ArgumentNullException.ThrowIfNull(names, nameof(options));
        foreach (string name in names)
        {
            Require(options, known.Contains(name, StringComparer.Ordinal), $"There is no {kind} '{name}'. Known: {string.Join(", ", known)}.");
        }
    }

    private static void Require(AuditScenarioOptions options, bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message, nameof(options));
        }
    }
}
