using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core;

/// <summary>What was read from a tenant beside the log, and what of it could not be.</summary>
public sealed class LiveReadReport
{
    private readonly List<TenantRequestException> _failures = [];
    private readonly List<MailboxRules> _rulesNotRead = [];
    private readonly List<string> _withoutMailbox = [];
    private readonly List<InboxRuleProblem> _ruleProblems = [];

    /// <summary>Sources that could not be read, or not to their end: the hunt went on without the rest of each. Sign-ins are told by stretches of time, in the notes and in the coverage.</summary>
    public IReadOnlyList<TenantRequestException> Failures => _failures;

    /// <summary>How many mailboxes were asked for their inbox rules, without accounts that have none.</summary>
    public int RuleMailboxes => RuleMailboxesRead + _rulesNotRead.Count(static rules => rules.Mailbox.Length > 0);

    /// <summary>Of these, the ones whose rules were read.</summary>
    internal int RuleMailboxesRead { get; set; }

    /// <summary>The mailboxes whose inbox rules could not be read, each with the reason.</summary>
    public IReadOnlyList<MailboxRules> RulesNotRead => _rulesNotRead;

    /// <summary>Where all mailboxes were asked: accounts with an address that have no mailbox which Graph can open.</summary>
    public IReadOnlyList<string> AccountsWithoutMailbox => _withoutMailbox;

    /// <summary>Why reading rules ended early: the first mailboxes all refused for want of a permission. Null where they did not.</summary>
    public TenantRequestException? RulesRefused { get; internal set; }

    /// <summary>Rules that came without what is needed to judge them.</summary>
    public IReadOnlyList<InboxRuleProblem> RuleProblems => _ruleProblems;

    /// <summary>In how many mailboxes rules move mail to folders whose names could not be read.</summary>
    public int MailboxesWithoutFolderNames { get; internal set; }

    /// <summary>Why the names of folders are missing; empty where none is.</summary>
    public string FolderNamesMissing { get; internal set; } = string.Empty;

    /// <summary>How many grants and app roles let an application touch mail now; null where that was not asked.</summary>
    public int? MailGrants { get; internal set; }

    /// <summary>How many applications of findings the directory named; null where that was not asked.</summary>
    public int? ApplicationsNamed { get; internal set; }

    /// <summary>How many applications of findings the directory does not know.</summary>
    public int ApplicationsUnknown { get; internal set; }

    internal void Add(TenantRequestException failure) => _failures.Add(failure);

    internal void Add(MailboxRules notRead) => _rulesNotRead.Add(notRead);

    internal void AddWithoutMailbox(string account) => _withoutMailbox.Add(account);

    internal void Add(IEnumerable<InboxRuleProblem> problems) => _ruleProblems.AddRange(problems);
}
