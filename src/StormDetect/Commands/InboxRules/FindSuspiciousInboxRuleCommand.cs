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
[Cmdlet(VerbsCommon.Find, "SuspiciousInboxRule", DefaultParameterSetName = PathSet)]
[OutputType(typeof(InboxRuleFinding), typeof(MailHuntResult))]
public sealed class FindSuspiciousInboxRuleCommand : FindingCmdlet
{
    private IReadOnlyList<RuleWord> _words = [];

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

        if (!TryAddRules(InboxRuleJson.Write(input)))
        {
            WriteError(ErrorRecords.InboxRuleNotSupported(input.TypeNames.Count > 0 ? input.TypeNames[0] : input.BaseObject.GetType().FullName!));
        }

        return true;
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
