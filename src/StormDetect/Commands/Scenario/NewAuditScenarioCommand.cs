using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Completion;
using StormDetect.Core;
using StormDetect.Errors;

namespace StormDetect.Commands;

/// <summary>Writes the audit log of a synthetic tenant, with planted intrusions and the answer key.</summary>
/// <remarks>
/// <para>
/// New-AuditScenario writes audit records of a tenant that does not exist, true to the schema of Microsoft 365: everyday clients, services, delegates,
/// travel, new starters, throttled mailboxes, duplicates. Into that it plants the intrusions asked for, and writes answers.json with what it planted.
/// Equal parameters and seed write equal bytes on every machine.
/// </para>
/// <para>
/// Use it to try the module, to train people, and to test an alerting chain without a tenant. The folder must be new or empty. No name, address or
/// id in it belongs to anybody.
/// </para>
/// </remarks>
/// <example>
/// <title>A tenant with intrusions, and the hunt for them</title>
/// <code>New-AuditScenario ./scenario -MailboxCount 40 -Days 21 -Attack *
/// Get-AnomalousMailAccess ./scenario</code>
/// <para>Writes three weeks of 40 mailboxes with every intrusion there is, and hunts for them. Name one to plant only that: Tab completes the names.</para>
/// </example>
/// <example>
/// <title>Compare with the answers</title>
/// <code>$scenario = New-AuditScenario ./answered -MailboxCount 40 -Days 21 -Attack storm-0558, low-and-slow -Seed 7
/// $scenario.Intrusions
/// Get-AnomalousMailAccess $scenario.Directory | Select-Object Severity, Title, MailboxesText</code>
/// <para>Shows what was planted where, and what was found. The answers are also in answers.json beside the logs.</para>
/// </example>
/// <example>
/// <title>A clean tenant</title>
/// <code>New-AuditScenario ./clean -MailboxCount 40 -Days 14 -Start 2026-01-05</code>
/// <para>Without Attack nothing is planted: whatever a hunt reports here is a false alarm.</para>
/// </example>
/// <seealso href="about_StormDetect"/>
/// <seealso href="Get-AnomalousMailAccess"/>
[Cmdlet(VerbsCommon.New, "AuditScenario", SupportsShouldProcess = true)]
[OutputType(typeof(AuditScenarioResult))]
public sealed class NewAuditScenarioCommand : StormCmdlet
{
    /// <summary>The folder to write to. It is made if it does not exist, and must be empty.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>How many mailboxes the tenant has.</summary>
    /// <value>400</value>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int MailboxCount { get; set; } = 400;

    /// <summary>How many days the log covers.</summary>
    /// <value>35</value>
    [Parameter]
    [ValidateRange(1, 3650)]
    public int Days { get; set; } = 35;

    /// <summary>The seed of everything random. Another seed is another tenant.</summary>
    /// <value>1</value>
    [Parameter]
    public int Seed { get; set; } = 1;

    /// <summary>The intrusions to plant, by name. Wildcards are expanded: * plants all.</summary>
    /// <value>none</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AttackCompleter))]
    public string[] Attack { get; set; } = [];

    /// <summary>The first day of the log (UTC).</summary>
    /// <value>2026-09-01</value>
    [Parameter]
    [Alias("StartDate")]
    [UtcTime]
    public DateTimeOffset? Start { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string directory = ResolveFolder();
        AuditScenarioOptions options = new()
        {
            Mailboxes = MailboxCount,
            Days = Days,
            Seed = Seed,
            Attacks = ResolveAttacks(),
        };
        if (Start is { } start)
        {
            options = options with { Start = DateOnly.FromDateTime(start.UtcDateTime) };
        }

        if (ShouldProcess(directory, Strings.Format(Strings.ScenarioAction, MailboxCount, Days)))
        {
            WriteObject(Write(directory, options));
        }
    }

    private AuditScenarioResult Write(string directory, AuditScenarioOptions options)
    {
        try
        {
            return Await(token => AuditScenario.Write(directory, options, token), static () => { });
        }
        catch (ArgumentException cause)
        {
            ThrowTerminatingError(ErrorRecords.ScenarioNotPossible(directory, cause));
            throw;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(ErrorRecords.ScenarioWriteFailed(directory, cause));
            throw;
        }
    }

    private string ResolveFolder()
    {
        string directory = UnresolvedPath();
        if (File.Exists(directory) || (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any()))
        {
            ThrowTerminatingError(ErrorRecords.ScenarioFolderNotEmpty(directory));
        }

        return directory;
    }

    private string UnresolvedPath()
    {
        try
        {
            string directory = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out ProviderInfo provider, out _);
            if (!IsFileSystem(provider))
            {
                ThrowTerminatingError(ErrorRecords.PathNotInFileSystem(Path, provider.Name));
            }

            return directory;
        }
        catch (SessionStateException cause)
        {
            ThrowTerminatingError(ErrorRecords.PathInvalid(Path, cause));
            throw;
        }
    }

    private List<string> ResolveAttacks()
    {
        List<string> attacks = [];
        foreach (string typed in Attack)
        {
            WildcardPattern pattern = WildcardPattern.Get(typed, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            List<string> matches = AuditScenario.AttackNames.Where(pattern.IsMatch).ToList();
            if (matches.Count == 0)
            {
                ThrowTerminatingError(ErrorRecords.AttackUnknown(typed, AuditScenario.AttackNames));
            }

            attacks.AddRange(matches.Except(attacks, StringComparer.Ordinal));
        }

        return attacks;
    }
}
