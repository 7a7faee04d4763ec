using System;

namespace StormDetect.Core.Scenarios;

/// <summary>A record of an intrusion, for the answer key.</summary>
internal readonly record struct PlantedRecord(Guid Id, int Time, Mailbox Mailbox, NetAddress Address, bool IsMailAccess, bool ShowsClientAppId, Guid SessionId);
