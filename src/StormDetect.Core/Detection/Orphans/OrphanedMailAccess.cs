using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Acquisition;

namespace StormDetect.Core;

/// <summary>
/// Mail access that no sign-in explains, or that uses a sign-in's token as it cannot have been used. Forged tokens, as of Storm-0558, leave no sign-in; but so does a log that lost one,
/// so that an orphan alone is no conviction.
/// </summary>
public sealed class OrphanedMailAccess : Finding, INamesApplications
{
    private string _appName = string.Empty;
    private string _clientAppName = string.Empty;

    /// <summary>How far it is from being explained; the reasons say why.</summary>
    public required OrphanGrade Grade { get; init; }

    /// <summary>How many access records of the same path and mailboxes a sign-in explains.</summary>
    public required long MatchedCount { get; init; }

    /// <summary>How many access records no sign-in explains; for a misused token, how many records misuse it.</summary>
    public required long UnmatchedCount { get; init; }

    /// <summary>
    /// How much of such access usually goes unexplained here, in percent, a mailbox's mean: on this path, or on the tenant's others where the path is new. Null where nothing is usual yet.
    /// </summary>
    public required double? ExpectedUnmatchedPercent { get; init; }

    /// <summary>How many items the records name: a lower bound of what was read.</summary>
    public required long ItemCount { get; init; }

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

    /// <summary>The logs of sign-ins it was compared with, each with its number of sign-ins and the time it covers (UTC).</summary>
    public required IReadOnlyList<string> SignInSources { get; init; }

    /// <summary>The tokens (UniqueTokenId, 22 characters), at most 100; empty where the records name none.</summary>
    public required IReadOnlyList<string> TokenIds { get; init; }

    /// <summary><see cref="SignInSources"/> as one line, for <c>Export-Csv</c>.</summary>
    public string SignInSourcesText => PlainText.Line(SignInSources);

    /// <summary><see cref="TokenIds"/> as one line, for <c>Export-Csv</c>.</summary>
    public string TokenIdsText => PlainText.Line(TokenIds);

    internal override IEnumerable<string> Applications => new[] { ClientAppId, AppId }.Where(static id => id.Length > 0);

    void INamesApplications.Name(TenantApplication? app, TenantApplication? clientApp)
    {
        (_appName, AppOwner) = app is null ? (_appName, AppOwner) : (app.Name, app.OwnerFor(TenantId));
        Retitle(app, clientApp);
        (_clientAppName, ClientAppOwner) = clientApp is null ? (_clientAppName, ClientAppOwner) : (clientApp.Name, clientApp.OwnerFor(TenantId));
    }
}
