using System;

namespace StormDetect.Core;

/// <summary>A stretch of time in which something could have happened unseen.</summary>
/// <param name="TenantId">OrganizationId of the tenant; empty where the log does not say.</param>
/// <param name="Scope">How far it reaches.</param>
/// <param name="Subject">The mailbox or actor; empty for a whole tenant.</param>
/// <param name="From">Its start (UTC), inclusive.</param>
/// <param name="To">Its end (UTC), exclusive.</param>
/// <param name="Cause">Why nothing could be seen.</param>
/// <param name="Certainty">How sure that is.</param>
/// <param name="Text">The interval as a sentence.</param>
public sealed record BlindInterval(
    string TenantId,
    BlindScope Scope,
    string Subject,
    DateTimeOffset From,
    DateTimeOffset To,
    BlindCause Cause,
    Certainty Certainty,
    string Text)
{
    /// <summary>The mailbox or actor, fit to be shown; empty for a whole tenant.</summary>
    public string Subject { get; init; } = PlainText.Cell(Subject);

    /// <summary>The subject as the log spells it, to compare with.</summary>
    internal string SubjectKey { get; init; } = Subject;

    /// <summary>The interval as a sentence; texts of the log in it cannot steer a terminal.</summary>
    public string Text { get; init; } = PlainText.Cell(Text);

    /// <summary><see cref="From"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string FromText => UtcTimeText.Of(From);

    /// <summary><see cref="To"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string ToText => UtcTimeText.Of(To);

    /// <summary>The interval as a sentence.</summary>
    /// <returns>The <see cref="Text"/>.</returns>
    public override string ToString() => Text;
}
