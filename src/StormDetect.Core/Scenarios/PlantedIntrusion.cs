using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>One planted intrusion of the answer key.</summary>
/// <param name="Attack">Its name (<see cref="AuditScenario.AttackNames"/>).</param>
/// <param name="Mailboxes">The mailboxes read.</param>
/// <param name="AppId">AppId of its records; empty for none.</param>
/// <param name="ClientAppId">ClientAppId of its records; empty for none. Web mail's earlier records may lack it where the log began to carry it meanwhile.</param>
/// <param name="FirstSeen">Its first mail access in the log (UTC).</param>
/// <param name="LastSeen">Its last mail access in the log (UTC).</param>
/// <param name="RecordIds">The ids of all its mail-access records, in order of time; what came with them (sign-ins, consents, grants) is in answers.json as relatedRecordIds.</param>
public sealed record PlantedIntrusion(
    string Attack,
    IReadOnlyList<string> Mailboxes,
    string AppId,
    string ClientAppId,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    IReadOnlyList<string> RecordIds)
{
    /// <summary>What each kind of finding should name of it.</summary>
    public IReadOnlyList<PlantedEvidence> Evidence { get; init; } = [];

    /// <summary>How many of its reads are not in the log, because it saw to that first.</summary>
    public int UnseenReads { get; init; }

    /// <summary><see cref="FirstSeen"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string FirstSeenText => UtcTimeText.Of(FirstSeen);

    /// <summary><see cref="LastSeen"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string LastSeenText => UtcTimeText.Of(LastSeen);

    /// <summary>The attack and its mailboxes in one line.</summary>
    /// <returns>For display.</returns>
    public override string ToString() => $"{Attack}: {string.Join(", ", Mailboxes)}";
}
