using System;
using System.Collections.Generic;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Core;
using StormDetect.Errors;

namespace StormDetect.Commands;

/// <summary>Finds inbox rules that send mail away or hide it, in audit logs and among rules as they stand.</summary>
/// <remarks>
/// <para>
/// Find-SuspiciousInboxRule judges inbox rules by what they do: whether mail leaves the organisation, whether it is hidden from its owner (deleted, moved where nobody looks, marked as read), which mail the rule picks (all, about
/// money, about security, about the compromise itself, of one correspondent), how it is named, who made it, and how long it lived. It reads them from audit logs (New-, Set-, Enable-, Disable- and Remove-InboxRule, and UpdateInboxRules
/// of Outlook), so that rules are found that are gone, and takes rules as they stand: the objects of Get-InboxRule and Graph's messageRule, piped, in any mix with audit logs.
/// </para>
/// <para>
/// Rules that file newsletters, mail of colleagues or of distribution lists, and the thousands of records that Outlook leaves when it synchronises its rules, stay below Medium. The same rule in several mailboxes by one actor is one finding.
/// about_StormDetect_InboxRules says what weighs how much.
/// </para>
/// <para>
/// With Mailbox or AllMailboxes the rules are read from the tenant through Microsoft Graph. It is not known to list rules that no mail program shows; Get-InboxRule -IncludeHidden does.
/// </para>
/// </remarks>
/// <example>
/// <title>Hunt through a folder of exports</title>
/// <code>Find-SuspiciousInboxRule ./rules-audit</code>
/// <para>Also rules that were removed since: RuleState says what became of each.</para>
/// </example>
/// <example>
/// <title>Say which domains are yours</title>
/// <code>Find-SuspiciousInboxRule ./rules-audit -AcceptedDomain contoso.example, contoso.test -MinimumSeverity Low</code>
/// <para>Else the domains of mailboxes and actors in the log count as yours, with everything below them. With the list, it alone does, beside the domains of mailboxes that the log shows.</para>
/// </example>
/// <example>
/// <title>Rules as they stand now</title>
/// <code>Get-InboxRule -Mailbox kim@contoso.example -IncludeHidden | Find-SuspiciousInboxRule -AcceptedDomain contoso.example</code>
/// <para>Live, from Import-Clixml or through a remote session. IncludeHidden shows rules that no mail program shows.</para>
/// </example>
/// <example>
/// <title>Rules of every mailbox, read from the tenant</title>
/// <code>Connect-StormDetect -TenantId contoso.onmicrosoft.com -ClientId 11111111-2222-3333-4444-555555555555 -CertificateThumbprint A1B2C3D4E5F60718293A4B5C6D7E8F9012345678
/// Find-SuspiciousInboxRule -AllMailboxes -ShowPlan
/// Find-SuspiciousInboxRule -AllMailboxes</code>
/// <para>As an application, because a person's permission reaches the person's own mailbox alone. A mailbox that cannot be read is an error with its name, and the others are judged.</para>
/// </example>
/// <example>
/// <title>Rules of some mailboxes</title>
/// <code>Connect-StormDetect contoso -TenantId contoso.onmicrosoft.com -ClientId 11111111-2222-3333-4444-555555555555 -CertificateThumbprint A1B2C3D4E5F60718293A4B5C6D7E8F9012345678
/// Find-SuspiciousInboxRule -Mailbox kim@contoso.example -Summary
/// Get-EXOMailbox -Filter "Department -eq 'Finance'" | Find-SuspiciousInboxRule -Connection contoso -Summary</code>
/// <para>Names of folders are looked up, so that a rule is judged by where it moves mail. That reads no message. Summary says what was judged even where nothing was found.</para>
/// </example>
/// <example>
/// <title>Rules of Microsoft Graph</title>
/// <code>Get-Content ./messageRules.json -Raw | Find-SuspiciousInboxRule -AcceptedDomain contoso.example</code>
/// <para>The answer of /users/{id}/mailFolders/inbox/messageRules, page by page; objects of ConvertFrom-Json and of the Graph module do as well.</para>
/// </example>
/// <example>
/// <title>Words of your own</title>
/// <code>Set-Content ./words.txt 'finance: projekt merkur', 'folder: alte ablage'
/// Find-SuspiciousInboxRule ./rules-audit -KeywordFile ./words.txt</code>
/// <para>What an intruder would look for in your mail, and where nobody looks in your mailboxes. The built-in words stay.</para>
/// </example>
/// <example>
/// <title>Preserve first, then remove</title>
/// <code>$findings = Find-SuspiciousInboxRule ./rules-audit
/// $findings | Select-Object -ExpandProperty NextSteps | Format-Table Kind, Text -Wrap</code>
/// <para>The steps hold commands to copy, the export of the rules before their removal.</para>
/// </example>
/// <seealso href="about_StormDetect"/>
/// <seealso href="about_StormDetect_InboxRules"/>
/// <seealso href="Get-AnomalousMailAccess"/>
/// <seealso href="Import-M365AuditLog"/>
[RequiresPermission(PermissionCatalog.InboxRules, PermissionCatalog.Users, PermissionCatalog.FolderNames, PermissionCatalog.Domains)]
[Cmdlet(VerbsCommon.Find, "SuspiciousInboxRule", DefaultParameterSetName = PathSet)]
[OutputType(typeof(InboxRuleFinding), typeof(MailHuntResult), typeof(TenantReadStep))]
public sealed class FindSuspiciousInboxRuleCommand : FindingCmdlet
{
    private const string MailboxSet = "Mailbox";
    private const string AllMailboxesSet = "AllMailboxes";

    private readonly List<string> _mailboxes = [];
    private IReadOnlyList<RuleWord> _words = [];
    private TenantConnection? _tenant;

    /// <summary>
    /// Mailboxes whose rules are read from the tenant as they stand now, by principal name or object id. Objects of Get-Mailbox, Get-EXOMailbox and Get-MgUser can be piped in their place.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = MailboxSet)]
    [Alias("Identity", "UserPrincipalName")]
    [ValidateNotNullOrEmpty]
    public string[] Mailbox { get; set; } = [];

    /// <summary>Reads the rules of every account of the tenant that has an address, shared mailboxes included.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllMailboxesSet)]
    public SwitchParameter AllMailboxes { get; set; }

    /// <summary>Lists what would be asked of the tenant, with permission and cost, and asks nothing.</summary>
    [Parameter(ParameterSetName = MailboxSet)]
    [Parameter(ParameterSetName = AllMailboxesSet)]
    public SwitchParameter ShowPlan { get; set; }

    /// <summary>
    /// Files with words to judge by beside the built-in ones: lines of <c>category: word</c> in UTF-8, where the category is finance, security, compromise (mail that a rule should not hide), or folder, archive, junk, deleted (names of
    /// folders). A file that is none is an error, and the others still count. Wildcards are expanded.
    /// </summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] KeywordFile { get; set; } = [];

    private protected override string HuntName => "InboxRule";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _words = ReadRuleWords(KeywordFile);
    }

    private protected override bool NeedsTenant => !ShowPlan && ParameterSetName is MailboxSet or AllMailboxesSet;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName is MailboxSet or AllMailboxesSet)
        {
            _mailboxes.AddRange(Mailbox);
            NoteInput();
        }
        else
        {
            base.ProcessRecord();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ShowPlan)
        {
            WriteObject(TenantReadStep.InboxRules(_mailboxes), enumerateCollection: true);
            return;
        }

        base.EndProcessing();
    }

    private protected override MailHuntOptions CreateOptions() => base.CreateOptions() with { RuleWords = _words };

    private protected override bool TryAddText(string text)
    {
        ReadOnlySpan<char> start = text.AsSpan().TrimStart();
        return start.Length > 1 && start[0] is '{' or '[' && !text.Contains("\"CreationTime\"", StringComparison.OrdinalIgnoreCase) && TryAddRules(text);
    }

    private protected override bool TryAdd(PSObject input)
    {
        if (input.BaseObject is Finding || FindingRecordIds.TryRead(input, out _))
        {
            return false;
        }

        string json = InboxRuleJson.Write(input);
        if (MailboxObject.NameOf(input) is { } mailbox && !MailHunt.HoldsRules(json))
        {
            _tenant ??= RequireConnection(Connection);
            _mailboxes.Add(mailbox);
            NoteInput();
        }
        else if (!TryAddRules(json))
        {
            WriteError(ErrorRecords.InboxRuleNotSupported(input.TypeNames.Count > 0 ? input.TypeNames[0] : input.BaseObject.GetType().FullName!));
            NoteUnread(input.TypeNames.Count > 0 ? input.TypeNames[0] : input.BaseObject.GetType().FullName!);
        }

        return true;
    }

    private protected override TenantConnection? LiveTenant => _tenant ?? base.LiveTenant;

    private protected override LiveSources Sources => new() { AllInboxRules = AllMailboxes, RuleMailboxes = _mailboxes };

    private protected override void Check(LiveReadReport? report)
    {
        // Rules as they stand are all that was asked for.
        if (report?.RulesRefused is { } refusal)
        {
            ThrowTerminatingError(ErrorRecords.Tenant(refusal, LiveTenant?.Name, LiveTenant?.Name));
        }
    }

    private bool TryAddRules(string json)
    {
        if (!MailHunt.TryAddRules(json, out IReadOnlyList<InboxRuleProblem> problems))
        {
            return false;
        }

        foreach (InboxRuleProblem problem in problems)
        {
            WriteError(ErrorRecords.InboxRuleIncomplete(problem));
        }

        NoteInput();
        return true;
    }
}
