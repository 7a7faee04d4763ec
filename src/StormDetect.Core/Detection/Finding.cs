using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection;

namespace StormDetect.Core;

/// <summary>
/// One story worth a person's attention: the same path doing the same thing in nine mailboxes is one finding. Base of every hunt's result.
/// </summary>
public abstract class Finding
{
    private readonly NamedText? _titleText;
    private string _title = string.Empty;
    private Severity _severity;
    private IReadOnlyList<FindingReason> _reasons = [];
    private IReadOnlyList<NextStep> _nextSteps = [];
    private double _score;

    /// <summary>Stable id made from detection, tenant, path and first anchor: a story that grows keeps its id.</summary>
    public required string Id { get; init; }

    /// <summary>The detection that found it, as <c>Area.Name</c>.</summary>
    public required string DetectionId { get; init; }

    /// <summary>How much it deserves attention.</summary>
    public required Severity Severity
    {
        get => _severity;
        init => _severity = value;
    }

    /// <summary>The story in one line.</summary>
    public required string Title
    {
        get => _title;
        init => _title = PlainText.Cell(value);
    }

    /// <summary><see cref="Title"/> where it names an application, which the directory may name otherwise.</summary>
    internal NamedText? TitleText
    {
        get => _titleText;
        init => (_titleText, _title) = (value, value is null ? _title : PlainText.Cell(value.ToString()));
    }

    /// <summary>OrganizationId of the tenant it happened in; empty where the log does not say.</summary>
    public required string TenantId { get; init; }

    /// <summary>The mail domain that most of the tenant's mailboxes in the log have: what to call the tenant. Empty where no mailbox is known by its address.</summary>
    public string TenantName { get; internal set; } = string.Empty;

    /// <summary>The mailboxes concerned, by address where known, else by MailboxGuid.</summary>
    public required IReadOnlyList<string> Mailboxes { get; init; }

    /// <summary>The users (UserId) that acted, as the log names them.</summary>
    public required IReadOnlyList<string> UserIds { get; init; }

    /// <summary>Time of the first record of the story (UTC).</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>Time of the last record of the story (UTC).</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Why it is a finding, heaviest reason first.</summary>
    public required IReadOnlyList<FindingReason> Reasons
    {
        get => _reasons;
        init => _reasons = value;
    }

    /// <summary>The score: the sum of the reasons' weights. Orders findings of one severity; in bits of surprise where the hunt is statistical.</summary>
    public required double Score
    {
        get => _score;
        init => _score = value;
    }

    /// <summary>Ids of its records: the first 8 of each fact, at most 1,000. <c>Import-M365AuditLog</c> fetches them.</summary>
    public required IReadOnlyList<string> RecordIds { get; init; }

    /// <summary>How many records the story has, including those whose id is not in <see cref="RecordIds"/>.</summary>
    public required long RecordCount { get; init; }

    /// <summary>MITRE ATT&amp;CK technique ids, such as <c>T1114.002</c>.</summary>
    public required IReadOnlyList<string> Techniques { get; init; }

    /// <summary>What to do now: evict, preserve, notify.</summary>
    public required IReadOnlyList<NextStep> NextSteps
    {
        get => _nextSteps;
        init => _nextSteps = value;
    }

    /// <summary>The networks (IPv4 /24, IPv6 /48) the actor came from, where the records say.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>The sessions the actor used, as the log names them, where the records say.</summary>
    public IReadOnlyList<string> SessionIds { get; init; } = [];

    /// <summary>The reason of the approval that suppresses it; null for all findings that are not suppressed.</summary>
    public string? SuppressedBecause { get; internal set; }

    /// <summary>With a baseline: whether somebody was told of it before, at this severity or a higher one.</summary>
    public bool IsKnown { get; internal set; }

    /// <summary>Has the title say what the directory calls its application. Nothing else of the finding depends on the title.</summary>
    private protected void Retitle(TenantApplication? app, TenantApplication? clientApp)
    {
        foreach (TenantApplication? known in new[] { app, clientApp })
        {
            if (known is { Name.Length: > 0 } && _titleText is { AppId.Length: > 0 } text && text.AppId.Equals(known.AppId, StringComparison.OrdinalIgnoreCase))
            {
                _title = PlainText.Cell(text.With(known.Name));
            }
        }
    }

    /// <summary>Adds what another hunt knows of the story, before anybody is shown it.</summary>
    /// <param name="reason">The reason; its weight joins the score.</param>
    /// <param name="severity">The severity with it; never less than before.</param>
    /// <param name="step">A step that answers what another one asks; null for none.</param>
    /// <param name="instead">The text of the step it takes the place of.</param>
    internal void Amend(FindingReason reason, Severity severity, NextStep? step = null, string instead = "")
    {
        _nextSteps = step is null ? _nextSteps : [.. _nextSteps.Select(known => known.Text == instead ? step : known)];
        _reasons = [.. _reasons.Append(reason).OrderByDescending(static r => r.Weight)];
        _score = Math.Round(_score + reason.Weight, 2);
        _severity = severity > _severity ? severity : _severity;
    }

    /// <summary>Applications behind the finding, by id in lower case: what links it to others of one incident.</summary>
    internal virtual IEnumerable<string> Applications => [];

    /// <summary><see cref="Mailboxes"/> as one line, for <c>Export-Csv</c>.</summary>
    public string MailboxesText => PlainText.Line(Mailboxes);

    /// <summary><see cref="UserIds"/> as one line, for <c>Export-Csv</c>.</summary>
    public string UserIdsText => PlainText.Line(UserIds);

    /// <summary><see cref="FirstSeen"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string FirstSeenText => UtcTimeText.Of(FirstSeen);

    /// <summary><see cref="LastSeen"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string LastSeenText => UtcTimeText.Of(LastSeen);

    /// <summary><see cref="Reasons"/> as one line, for <c>Export-Csv</c>.</summary>
    public string ReasonsText => PlainText.Line(Reasons.Select(static reason => reason.Text));

    /// <summary><see cref="Networks"/> as one line, for <c>Export-Csv</c>.</summary>
    public string NetworksText => PlainText.Line(Networks);

    /// <summary><see cref="SessionIds"/> as one line, for <c>Export-Csv</c>.</summary>
    public string SessionIdsText => PlainText.Line(SessionIds);

    /// <summary><see cref="RecordIds"/> as one line, for <c>Export-Csv</c>.</summary>
    public string RecordIdsText => PlainText.Line(RecordIds);

    /// <summary><see cref="Techniques"/> as one line, for <c>Export-Csv</c>.</summary>
    public string TechniquesText => PlainText.Line(Techniques);

    /// <summary><see cref="NextSteps"/> as one line, for <c>Export-Csv</c>.</summary>
    public string NextStepsText => PlainText.Line(NextSteps.Select(static step => step.ToString()));

    /// <summary>The story in one line.</summary>
    /// <returns>Severity, title and id.</returns>
    public override string ToString() => $"{Severity}: {Title} ({Id})";
}
