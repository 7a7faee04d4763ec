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
/// travel, new starters, throttled mailboxes, duplicates; and what people and administrators change: rules, forwarding, rights on mailboxes and calendars, consents, secrets, mail flow,
/// the service's own provisioning, searches, clean-ups, newsletters. Into that it plants the intrusions asked for, and writes answers.json with what it planted.
/// Equal parameters and seed write equal bytes on every machine.
/// </para>
/// <para>
/// The intrusions read mail (storm-0558, common-app, app-secret, token-theft, oauth-app, folder-sync, delegate-abuse, low-and-slow), or do more: bec-rule hides answers with a rule,
/// external-forward sends mail out of the tenant, delegate-grant takes others' mailboxes, illicit-consent and app-credential go through an application, audit-tamper first sees to it
/// that the log will not tell, mass-delete removes the traces, sweep-search looks for passwords and money, mass-send phishes on, transport-bcc copies everybody's mail.
/// The answers say which records each kind of finding should name (evidence), what the log lacks (unseenReads, blind), and what happened that only looks odd (benign).
/// </para>
/// <para>
/// With SignInLog the directory's sign-ins are written as well. They explain most of the tokens in the log and not all, as real exports do; a forged token has none.
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
/// <example>
/// <title>With the directory's sign-ins</title>
/// <code>$scenario = New-AuditScenario ./tokens -MailboxCount 20 -Days 10 -Attack storm-0558, token-theft -SignInLog
/// $scenario.SignInFiles</code>
/// <para>Writes signins-*.json beside the log, as Microsoft Graph's beta endpoint gives them: interactive, non-interactive and of service principals.</para>
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

    /// <summary>How many mailboxes the tenant has: 5 to 200,000, and at most 20,000,000 times days.</summary>
    /// <value>400</value>
    [Parameter]
    [ValidateRange(AuditScenario.FewestMailboxes, AuditScenario.MostMailboxes)]
    public int MailboxCount { get; set; } = 400;

    /// <summary>How many days the log covers: 1 to 1,000.</summary>
    /// <value>35</value>
    [Parameter]
    [ValidateRange(1, AuditScenario.MostDays)]
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

    /// <summary>Writes the directory's sign-ins (signins-*.json) beside the log.</summary>
    /// <value>False</value>
    [Parameter]
    public SwitchParameter SignInLog { get; set; }

    /// <summary>
    /// Leaves out what people and administrators change and tidy up: rules, forwarding, rights, consents, mail flow, searches, clean-ups, newsletters. The mail access is the same with it
    /// and without.
    /// </summary>
    /// <value>False</value>
    [Parameter]
    public SwitchParameter NoBackground { get; set; }

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
            SignIns = SignInLog,
            Background = !NoBackground,
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
        string directory = ResolveFile(Path);
        if (File.Exists(directory) || (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any()))
        {
            ThrowTerminatingError(ErrorRecords.ScenarioFolderNotEmpty(directory));
        }

        return directory;
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
