using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>The inbox rules of one mailbox, as they stand now.</summary>
public sealed record MailboxRules
{
    /// <summary>The mailbox, as it was asked for.</summary>
    public required string Mailbox { get; init; }

    /// <summary>Pages of messageRule, with the names of folders in place of their ids and the mailbox in every rule; empty where there is no rule.</summary>
    public IReadOnlyList<TenantPage> Pages { get; init; } = [];

    /// <summary>Why they could not be read; null where they were.</summary>
    public TenantRequestException? Failure { get; init; }

    /// <summary>Whether the account has no mailbox that Graph can open: none at all, one on premises, or an inactive one.</summary>
    public bool HasNoMailbox { get; init; }

    /// <summary>Why names of folders are missing, so that a rule that moves mail shows an id; empty where all are known.</summary>
    public string FoldersMissing { get; init; } = string.Empty;
}
