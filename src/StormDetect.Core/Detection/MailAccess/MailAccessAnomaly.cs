using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Acquisition;

namespace StormDetect.Core;

/// <summary>Mail access out of the ordinary: which application read, moved, deleted, searched or sent whose mail, from where, and why that does not fit.</summary>
public sealed class MailAccessAnomaly : Finding, INamesApplications
{
    private string _appName = string.Empty;
    private string _clientAppName = string.Empty;

    /// <summary>
    /// How often access as surprising as this one happens here by chance: its rank among the tenant's past candidate stories.
    /// Null where there is no past to rank it against (hard facts, warm-up days, short exports).
    /// </summary>
    public double? PValue { get; init; }

    /// <summary>AppId of the token that reached Exchange; empty where the record carried none.</summary>
    public required string AppId { get; init; }

    /// <summary>Name of <see cref="AppId"/>, for display only: what the tenant's directory calls it where that was asked, else its published name; empty where there is neither.</summary>
    public required string AppName
    {
        get => _appName;
        init => _appName = value;
    }

    /// <summary>Who registered <see cref="AppId"/>, as the tenant's directory says: Microsoft, this tenant, or another one; empty where it was not asked (ResolveApplication) or does not know it.</summary>
    public string AppOwner { get; private set; } = string.Empty;

    /// <summary>ClientAppId: the application behind the call; empty where the record carried none.</summary>
    public required string ClientAppId { get; init; }

    /// <summary>Name of <see cref="ClientAppId"/>, for display only, as <see cref="AppName"/>.</summary>
    public required string ClientAppName
    {
        get => _clientAppName;
        init => _clientAppName = value;
    }

    /// <summary>Who registered <see cref="ClientAppId"/>, as the tenant's directory says: Microsoft, this tenant, or another one; empty where it was not asked (ResolveApplication) or does not know it.</summary>
    public string ClientAppOwner { get; private set; } = string.Empty;

    /// <summary>The protocol family of the client.</summary>
    public required ClientFamily ClientFamily { get; init; }

    /// <summary>
    /// How many access records stood out from their day and are counted here. What was learned as usual in the meantime is not: a hunt for several activities, or of another sensitivity, asks more or less of
    /// each day, and the same finding (same Id) may have other counts there.
    /// </summary>
    public required long AccessCount { get; init; }

    /// <summary>How many items those records name: a lower bound of what was read. Get-MailExposure counts what its actor could read.</summary>
    public required long ItemCount { get; init; }

    /// <summary>How many folders were synchronised; each exposes the whole folder.</summary>
    public required long SyncedFolderCount { get; init; }

    /// <summary>What was done, in order of time: one activity, or several that are one story because a session, mailbox or network and the time are shared.</summary>
    public IReadOnlyList<ActivityGroup> Activities { get; init; } = new[] { ActivityGroup.Access };

    /// <summary><see cref="Activities"/> as one line, for <c>Export-Csv</c>.</summary>
    public string ActivitiesText => PlainText.Line(Activities.Select(static activity => activity.ToString()));

    /// <summary>How many items were moved between folders.</summary>
    public long MovedItemCount { get; init; }

    /// <summary>How many items were deleted, moved to Deleted Items included.</summary>
    public long DeletedItemCount { get; init; }

    /// <summary>How many of them were deleted out of Sent Items.</summary>
    public long DeletedSentItemCount { get; init; }

    /// <summary>How many of them were deleted out of Recoverable Items, from where nobody gets them back.</summary>
    public long PurgedItemCount { get; init; }

    /// <summary>How many searches were started.</summary>
    public long SearchCount { get; init; }

    /// <summary>How many messages were sent.</summary>
    public long SentMessageCount { get; init; }

    /// <summary>To how many recipients, summed over the messages: who got two counts twice.</summary>
    public long RecipientCount { get; init; }

    /// <summary>The sums behind the finding, line by line, where they were asked for; else empty.</summary>
    public IReadOnlyList<string> Explanation { get; init; } = [];

    /// <summary><see cref="Explanation"/> as one line, for <c>Export-Csv</c>.</summary>
    public string ExplanationText => PlainText.Line(Explanation);

    /// <summary>As what the mailboxes were opened.</summary>
    internal LogonKind Logon { get; init; }

    internal override IEnumerable<string> Applications => new[] { ClientAppId, AppId }.Where(static id => id.Length > 0);

    void INamesApplications.Name(TenantApplication? app, TenantApplication? clientApp)
    {
        (_appName, AppOwner) = app is null ? (_appName, AppOwner) : (app.Name, app.OwnerFor(TenantId));
        Retitle(app, clientApp);
        (_clientAppName, ClientAppOwner) = clientApp is null ? (_clientAppName, ClientAppOwner) : (clientApp.Name, clientApp.OwnerFor(TenantId));
    }
}
