using System;
using System.Collections.Generic;
using System.IO.Enumeration;
using System.Linq;

namespace StormDetect.Core;

/// <summary>The checks of the logging configuration, as data. Microsoft's documentation is the source of what is expected; CISA's SCuBA baselines of the identifiers.</summary>
public static partial class LoggingCheckCatalog
{
    private const string MailboxAuditing = "https://learn.microsoft.com/purview/audit-mailboxes";
    private const string AuditPolicies = "https://learn.microsoft.com/purview/audit-log-retention-policies";
    private const string ScubaExchange = "https://github.com/cisagov/ScubaGear/blob/main/PowerShell/ScubaGear/baselines/exo.md";
    private const string ScubaSuite = "https://github.com/cisagov/ScubaGear/blob/main/PowerShell/ScubaGear/baselines/securitysuite.md";
    private const string ScubaEntra = "https://github.com/cisagov/ScubaGear/blob/main/PowerShell/ScubaGear/baselines/aad.md";
    private const string Playbook = "https://www.cisa.gov/resources-tools/resources/microsoft-expanded-cloud-logs-implementation-playbook";

    /// <summary>All checks, in the order they are shown.</summary>
    public static IReadOnlyList<LoggingCheck> All { get; } = [.. AuditLogChecks(), .. MailboxChecks(), .. RetentionChecks(), .. AccessChecks()];

    /// <summary>Ids of all checks.</summary>
    public static IReadOnlyList<string> Ids { get; } = All.Select(static check => check.Id).ToArray();

    /// <summary>The checks some options ask for.</summary>
    /// <param name="options">The options.</param>
    /// <returns>The checks, in the order they are shown.</returns>
    public static IReadOnlyList<LoggingCheck> Select(LoggingCheckOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return All.Where(check => (options.CheckIds.Count == 0 || options.CheckIds.Any(pattern => Matches(pattern, check)))
            && (options.Severities.Count == 0 || options.Severities.Contains(check.Severity))).ToArray();
    }

    /// <summary>Whether a pattern names a check: by its id with wildcards, or by one of its other identifiers.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="check">The check.</param>
    /// <returns>True if it does.</returns>
    public static bool Matches(string pattern, LoggingCheck check)
    {
        ArgumentNullException.ThrowIfNull(check);
        return FileSystemName.MatchesSimpleExpression(pattern, check.Id)
            || check.ScubaIds.Concat(check.FormerScubaIds).Contains(pattern, StringComparer.OrdinalIgnoreCase);
    }
}
