using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>One planted intrusion of the answer key.</summary>
/// <param name="Attack">Its name (<see cref="AuditScenario.AttackNames"/>).</param>
/// <param name="Mailboxes">The mailboxes read.</param>
/// <param name="AppId">AppId of its records; empty for none.</param>
/// <param name="ClientAppId">ClientAppId of its records; empty for none. Web mail's earlier records may lack it where the log began to carry it meanwhile.</param>
/// <param name="FirstSeen">Its first mail access (UTC).</param>
/// <param name="LastSeen">Its last mail access (UTC).</param>
/// <param name="RecordIds">The ids of all its mail-access records, in order of time; what came with them (sign-ins, consents, grants) is in answers.json as relatedRecordIds.</param>
public sealed record PlantedIntrusion(
    string Attack,
    IReadOnlyList<string> Mailboxes,
    string AppId,
    string ClientAppId,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    IReadOnlyList<string> RecordIds);
