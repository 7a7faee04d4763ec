using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What a hunt reads from a tenant beside the audit log (<see cref="AuditHunt.ReadLive"/>). Nothing is read that is not asked for, and nothing for a hunt that is not run.</summary>
public sealed record LiveSources
{
    /// <summary>Sign-ins, for the time of the mail access and the week before it, as far as Entra keeps them.</summary>
    public bool SignIns { get; init; }

    /// <summary>Changes in the directory, from the start of the window or the last 30 days on, as far as Entra keeps them.</summary>
    public bool DirectoryAudits { get; init; }

    /// <summary>Inbox rules as they stand, of every account that has an address.</summary>
    public bool AllInboxRules { get; init; }

    /// <summary>Mailboxes whose inbox rules are read as they stand, by principal name or object id; with <see cref="AllInboxRules"/> they add nothing.</summary>
    public IReadOnlyList<string> RuleMailboxes { get; init; } = [];

    /// <summary>Which applications may read mail now: delegated grants and app roles.</summary>
    public bool Consents { get; init; }

    /// <summary>Names and owners of the applications in findings. Nothing is judged by them.</summary>
    public bool ApplicationNames { get; init; }

    /// <summary>Whether inbox rules are read.</summary>
    public bool InboxRules => AllInboxRules || RuleMailboxes.Count > 0;

    /// <summary>Whether nothing is read.</summary>
    public bool IsEmpty => !(SignIns || DirectoryAudits || InboxRules || Consents || ApplicationNames);

    /// <summary>What would be asked of the tenant, with permission and cost.</summary>
    /// <returns>The steps, in order; empty where nothing is.</returns>
    public IReadOnlyList<TenantReadStep> Plan() =>
    [
        .. DirectoryAudits ? [TenantReadStep.DirectoryAudits] : (TenantReadStep[])[],
        .. InboxRules ? TenantReadStep.InboxRules(AllInboxRules ? [] : RuleMailboxes) : [],
        .. Consents ? TenantReadStep.Consents : [],
        .. SignIns ? [TenantReadStep.SignIns] : (TenantReadStep[])[],
        .. ApplicationNames ? [TenantReadStep.Applications] : (TenantReadStep[])[],
    ];
}
