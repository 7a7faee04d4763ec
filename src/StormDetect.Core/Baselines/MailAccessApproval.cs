using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core;

/// <summary>
/// Mail access somebody looked at and found in order, with the reason and the day this is to be looked at again. It suppresses findings in which everything matches: every mailbox,
/// every network, every user. A list that is empty says nothing about its property.
/// </summary>
public sealed record MailAccessApproval
{
    private readonly string _reason = string.Empty;

    /// <summary>The longest time an approval holds.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(366);

    /// <summary>Its id, such as <c>MAP-0123456789AB</c>.</summary>
    public required string Id { get; init; }

    /// <summary>OrganizationId of the tenant it holds for.</summary>
    public required string TenantId { get; init; }

    /// <summary>The finding it was made from, or null.</summary>
    public string? FindingId { get; init; }

    /// <summary>AppIds; <c>none</c> stands for access without one.</summary>
    public IReadOnlyList<string> AppIds { get; init; } = [];

    /// <summary>ClientAppIds; <c>none</c> stands for access without one.</summary>
    public IReadOnlyList<string> ClientAppIds { get; init; } = [];

    /// <summary>Protocol families.</summary>
    public IReadOnlyList<string> ClientFamilies { get; init; } = [];

    /// <summary>Mailboxes, as findings name them.</summary>
    public IReadOnlyList<string> Mailboxes { get; init; } = [];

    /// <summary>Networks in CIDR notation, or <c>none</c>.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>Acting users.</summary>
    public IReadOnlyList<string> UserIds { get; init; } = [];

    /// <summary>What may be done: a finding in which anything else was done is not covered, so that who may read does not get to delete.</summary>
    public IReadOnlyList<ActivityGroup> Activities { get; init; } = new[] { ActivityGroup.Access };

    /// <summary>Whether * and ? in the lists stand for any characters. Otherwise every character stands for itself.</summary>
    public bool Wildcard { get; init; }

    /// <summary>Why it is in order.</summary>
    public required string Reason
    {
        get => _reason;
        init => _reason = PlainText.Cell(value);
    }

    /// <summary>When it was approved (UTC).</summary>
    public required DateTimeOffset ApprovedAt { get; init; }

    /// <summary>Until when it holds (UTC), exclusive. Then its findings are back.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>When it was withdrawn (UTC), or null.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>What it matches, in one line.</summary>
    public string Pattern => string.Join(", ", Parts().Select(PlainText.Safe));

    /// <summary><see cref="AppIds"/> in one text, for Export-Csv.</summary>
    public string AppIdsText => PlainText.Line(AppIds);

    /// <summary><see cref="ClientAppIds"/> in one text, for Export-Csv.</summary>
    public string ClientAppIdsText => PlainText.Line(ClientAppIds);

    /// <summary><see cref="ClientFamilies"/> in one text, for Export-Csv.</summary>
    public string ClientFamiliesText => PlainText.Line(ClientFamilies);

    /// <summary><see cref="Mailboxes"/> in one text, for Export-Csv.</summary>
    public string MailboxesText => PlainText.Line(Mailboxes);

    /// <summary><see cref="Networks"/> in one text, for Export-Csv.</summary>
    public string NetworksText => PlainText.Line(Networks);

    /// <summary><see cref="UserIds"/> in one text, for Export-Csv.</summary>
    public string UserIdsText => PlainText.Line(UserIds);

    /// <summary><see cref="Activities"/> in one text, for Export-Csv.</summary>
    public string ActivitiesText => PlainText.Line(Activities.Select(static activity => activity.ToString()));

    /// <summary>Whether it holds at a time.</summary>
    /// <param name="time">The time.</param>
    /// <returns>False from its end on, and once it is withdrawn.</returns>
    public bool HoldsAt(DateTimeOffset time) => time < Until && (WithdrawnAt is null || time < WithdrawnAt);

    /// <summary>The approval in one line.</summary>
    /// <returns>Id, pattern, reason and end.</returns>
    public override string ToString() => $"{Id}: {Pattern} ({Reason}; until {Until.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)})";

    private IEnumerable<string> Parts()
    {
        foreach ((string name, IReadOnlyList<string> values) in new[]
        {
            ("app", AppIds), ("client app", ClientAppIds), ("family", ClientFamilies), ("mailbox", Mailboxes), ("network", Networks), ("user", UserIds),
        })
        {
            if (values.Count > 0)
            {
                yield return $"{name} {string.Join(" or ", values.Take(3))}{(values.Count > 3 ? FormattableString.Invariant($" or {values.Count - 3} more") : string.Empty)}";
            }
        }

        if (Activities.Count != 1 || Activities[0] != ActivityGroup.Access)
        {
            yield return "activity " + string.Join(" or ", Activities);
        }
    }
}
