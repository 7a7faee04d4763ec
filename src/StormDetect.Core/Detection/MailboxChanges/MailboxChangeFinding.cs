using System;
using System.Collections.Generic;
using StormDetect.Core.Acquisition;

namespace StormDetect.Core;

/// <summary>A change around mailboxes that opens mail to somebody, sends it elsewhere, or blinds the log: who did it, to what, for whom, and whether it still stands.</summary>
public sealed class MailboxChangeFinding : Finding, INamesApplications
{
    private readonly string _actor = string.Empty;
    private string _target = string.Empty;
    private readonly string _oldValue = string.Empty;
    private readonly string _newValue = string.Empty;

    /// <summary>What kind of change it is.</summary>
    public required MailboxChangeKind ChangeKind { get; init; }

    /// <summary>Who made the change, as the log names the account; empty where the log does not say. Several for a story of several actors are in <see cref="Finding.UserIds"/>.</summary>
    public required string Actor
    {
        get => _actor;
        init => _actor = PlainText.Cell(value);
    }

    /// <summary>Who got access, or what the change is about: a user, an application, a rule, a policy. An application the log does not name is its id, or what the tenant's directory calls it where that was asked (ResolveApplication).</summary>
    public required string Target
    {
        get => _target;
        init => _target = PlainText.Cell(value);
    }

    /// <summary>Where mail goes because of it; empty for changes that send no mail.</summary>
    public required IReadOnlyList<string> Destinations { get; init; }

    /// <summary>The operations of its records, such as <c>Set-Mailbox</c>.</summary>
    public required IReadOnlyList<string> Operations { get; init; }

    /// <summary>What was set before, where the log says; empty otherwise.</summary>
    public required string OldValue
    {
        get => _oldValue;
        init => _oldValue = PlainText.Cell(value);
    }

    /// <summary>What was set.</summary>
    public required string NewValue
    {
        get => _newValue;
        init => _newValue = PlainText.Cell(value);
    }

    /// <summary>Whether all of it was undone later. It still happened: what was open for an hour was open for an hour.</summary>
    public required bool IsReverted { get; init; }

    /// <summary>When the last of it was undone (UTC); null where any of it still stands at the end of the log.</summary>
    public required DateTimeOffset? RevertedAt { get; init; }

    /// <summary>Ids of the applications concerned, in lower case.</summary>
    public IReadOnlyList<string> AppIds { get; init; } = [];

    /// <summary><see cref="RevertedAt"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string RevertedAtText => UtcTimeText.Of(RevertedAt);

    /// <summary><see cref="Destinations"/> as one line, for <c>Export-Csv</c>.</summary>
    public string DestinationsText => PlainText.Line(Destinations);

    /// <summary><see cref="Operations"/> as one line, for <c>Export-Csv</c>.</summary>
    public string OperationsText => PlainText.Line(Operations);

    /// <summary><see cref="AppIds"/> as one line, for <c>Export-Csv</c>.</summary>
    public string AppIdsText => PlainText.Line(AppIds);

    internal override IEnumerable<string> Applications => AppIds;

    string INamesApplications.AppId => AppIds is [string only] ? only : string.Empty;

    string INamesApplications.ClientAppId => string.Empty;

    void INamesApplications.Name(TenantApplication? app, TenantApplication? clientApp)
    {
        // What the log calls an application is what it was called then, and stays.
        Retitle(app, clientApp);
        _target = app is { Name.Length: > 0 } && _target.Equals(app.AppId, StringComparison.OrdinalIgnoreCase) ? app.Name : _target;
    }
}
