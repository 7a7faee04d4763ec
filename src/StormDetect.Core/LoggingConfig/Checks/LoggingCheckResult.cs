using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core;

/// <summary>What one check came to for one tenant, with the evidence, where it comes from, and the fix.</summary>
public sealed record LoggingCheckResult
{
    /// <summary>The check, such as <c>MailboxAudit.Bypass</c>.</summary>
    public required string CheckId { get; init; }

    /// <summary>What the check is about.</summary>
    public required string Title { get; init; }

    /// <summary>What it came to.</summary>
    public required CheckStatus Status { get; init; }

    /// <summary>How much a failure matters here; Informational where the deviation changes nothing as things stand.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What was seen, in a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>What is expected.</summary>
    public required string Expectation { get; init; }

    /// <summary>The tenant's id; empty where no source said it.</summary>
    public required string TenantId { get; init; }

    /// <summary>The tenant's name; empty where no source said it.</summary>
    public required string TenantName { get; init; }

    /// <summary>Values that decided it, deviations first; at most as many as asked for.</summary>
    public required IReadOnlyList<CheckEvidence> Evidence { get; init; }

    /// <summary><see cref="Evidence"/> as text.</summary>
    public string EvidenceText => PlainText.Line(Evidence.Select(static entry => entry.ToString()));

    /// <summary>How many values there are, of which <see cref="Evidence"/> may show only the first.</summary>
    public required int EvidenceCount { get; init; }

    /// <summary>Where the values come from: command, service, time and number of objects.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary><see cref="Sources"/> as text.</summary>
    public string SourcesText => PlainText.Line(Sources);

    /// <summary>For Unknown: what was not read and why, and the command and permission that would read it.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    /// <summary><see cref="Needs"/> as text.</summary>
    public string NeedsText => PlainText.Line(Needs);

    /// <summary>Commands that would repair it, as text. They are never run, and none of them undoes what another check asks for.</summary>
    public required IReadOnlyList<string> Remediation { get; init; }

    /// <summary><see cref="Remediation"/> as text.</summary>
    public string RemediationText => PlainText.Line(Remediation);

    /// <summary>Why it matters.</summary>
    public required string Why { get; init; }

    /// <summary>What a pass proves, and what not.</summary>
    public required string Proves { get; init; }

    /// <summary>Current identifiers in CISA's SCuBA baselines.</summary>
    public required IReadOnlyList<string> ScubaIds { get; init; }

    /// <summary>Former SCuBA identifiers that many still cite.</summary>
    public required IReadOnlyList<string> FormerScubaIds { get; init; }

    /// <summary>Recommendations of the CIS Microsoft 365 Foundations Benchmark.</summary>
    public required IReadOnlyList<string> CisIds { get; init; }

    /// <summary>ATT&amp;CK techniques.</summary>
    public required IReadOnlyList<string> Techniques { get; init; }

    /// <summary>SCuBA, CIS and ATT&amp;CK identifiers as text, former ones marked.</summary>
    public string AliasesText => PlainText.Line(ScubaIds.Concat(FormerScubaIds.Select(static id => id + " (former)")).Concat(CisIds.Select(static id => "CIS " + id)).Concat(Techniques));

    /// <summary>Documents it rests on.</summary>
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>What an imported ScubaGear run says to the same controls; empty where there is none.</summary>
    public required string ScubaGear { get; init; }

    /// <summary>When the configuration was read (UTC).</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The snapshot file; empty where the configuration came from elsewhere.</summary>
    public required string Path { get; init; }

    /// <summary><see cref="TakenAt"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string TakenAtText => UtcTimeText.Of(TakenAt);

    /// <summary>The result in one line.</summary>
    /// <returns>Status, check and summary.</returns>
    public override string ToString() => $"{Status}: {CheckId}: {PlainText.Safe(Summary)}";
}
