using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>Planted records that one kind of finding should name.</summary>
/// <param name="Finding">
/// The kind: <c>MailAccess</c>, <c>InboxRule</c>, <c>MailboxChange</c>, <c>MailActivity</c> (searching, moving, deleting, sending), or <c>OrphanedAccess</c> (mail access without a
/// sign-in of its own, which takes the sign-in files to see).
/// </param>
/// <param name="RecordIds">The ids of the records, in order of time; a finding that names one of them has found it.</param>
public sealed record PlantedEvidence(string Finding, IReadOnlyList<string> RecordIds);
