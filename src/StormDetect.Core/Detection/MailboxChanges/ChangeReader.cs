using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Takes from a record what it says.</summary>
/// <param name="record">The record.</param>
/// <param name="log">Where it goes.</param>
internal delegate void ChangeReader(ChangeRecord record, ChangeLog log);
