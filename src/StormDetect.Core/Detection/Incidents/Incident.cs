using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core;

/// <summary>
/// Findings that belong together: they share a session, an actor, an application, an unusual network or a mailbox within three days. One incident is one thing to respond to.
/// </summary>
public sealed class Incident
{
    private readonly string _title = string.Empty;

    /// <summary>Stable id, made of its earliest finding: an incident that grows keeps its id.</summary>
    public required string Id { get; init; }

    /// <summary>OrganizationId of the tenant; empty where the log does not say.</summary>
    public required string TenantId { get; init; }

    /// <summary>The mail domain that most of the tenant's mailboxes in the log have: what to call the tenant. Empty where no mailbox is known by its address.</summary>
    public string TenantName => Findings.Count > 0 ? Findings[0].TenantName : string.Empty;

    /// <summary>
    /// That of its most severe finding; one level more where different hunts agree on one session, application or unusual network, because each of them rests on other records.
    /// </summary>
    public required Severity Severity { get; init; }

    /// <summary>What happened, in one line.</summary>
    public required string Title
    {
        get => _title;
        init => _title = PlainText.Cell(value);
    }

    /// <summary>Time of its first record (UTC).</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>Time of its last record (UTC).</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Its findings in the order in which they began.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Why the findings are taken for one incident, such as <c>session 3f2c...: MAA-..., IBR-...</c>; empty for a single finding.</summary>
    public required IReadOnlyList<string> Links { get; init; }

    /// <summary>MITRE ATT&amp;CK technique ids of all findings, in the order in which they were used.</summary>
    public required IReadOnlyList<string> Techniques { get; init; }

    /// <summary>What to do now: first preserve, then evict, then notify.</summary>
    public required IReadOnlyList<NextStep> NextSteps { get; init; }

    /// <summary>Ids of the findings.</summary>
    public IReadOnlyList<string> FindingIds => Findings.Select(static finding => finding.Id).ToArray();

    /// <summary>The mailboxes of all findings.</summary>
    public IReadOnlyList<string> Mailboxes => All(static finding => finding.Mailboxes);

    /// <summary>The users that acted in any of the findings.</summary>
    public IReadOnlyList<string> UserIds => All(static finding => finding.UserIds);

    /// <summary>The networks of all findings.</summary>
    public IReadOnlyList<string> Networks => All(static finding => finding.Networks);

    /// <summary>The sessions of all findings.</summary>
    public IReadOnlyList<string> SessionIds => All(static finding => finding.SessionIds);

    /// <summary><see cref="FirstSeen"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string FirstSeenText => UtcTimeText.Of(FirstSeen);

    /// <summary><see cref="LastSeen"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string LastSeenText => UtcTimeText.Of(LastSeen);

    /// <summary><see cref="FindingIds"/> as one line, for <c>Export-Csv</c>.</summary>
    public string FindingIdsText => PlainText.Line(FindingIds);

    /// <summary><see cref="Findings"/> as one line, for <c>Export-Csv</c>.</summary>
    public string FindingsText => PlainText.Line(Findings.Select(static finding => finding.ToString()));

    /// <summary><see cref="Mailboxes"/> as one line, for <c>Export-Csv</c>.</summary>
    public string MailboxesText => PlainText.Line(Mailboxes);

    /// <summary><see cref="UserIds"/> as one line, for <c>Export-Csv</c>.</summary>
    public string UserIdsText => PlainText.Line(UserIds);

    /// <summary><see cref="Networks"/> as one line, for <c>Export-Csv</c>.</summary>
    public string NetworksText => PlainText.Line(Networks);

    /// <summary><see cref="SessionIds"/> as one line, for <c>Export-Csv</c>.</summary>
    public string SessionIdsText => PlainText.Line(SessionIds);

    /// <summary><see cref="Links"/> as one line, for <c>Export-Csv</c>.</summary>
    public string LinksText => PlainText.Line(Links);

    /// <summary><see cref="Techniques"/> as one line, for <c>Export-Csv</c>.</summary>
    public string TechniquesText => PlainText.Line(Techniques);

    /// <summary><see cref="NextSteps"/> as one line, for <c>Export-Csv</c>.</summary>
    public string NextStepsText => PlainText.Line(NextSteps.Select(static step => step.ToString()));

    /// <summary>The incident in one line.</summary>
    /// <returns>Severity, title and id.</returns>
    public override string ToString() => $"{Severity}: {Title} ({Id})";

    private string[] All(Func<Finding, IReadOnlyList<string>> values) =>
        Findings.SelectMany(values).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).ToArray();
}
