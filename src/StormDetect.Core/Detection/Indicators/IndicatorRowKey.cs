namespace StormDetect.Core.Detection.Indicators;

/// <summary>What makes rows of matching records the same row.</summary>
/// <param name="Tenant">OrganizationId in lower case.</param>
/// <param name="User">UserId in lower case.</param>
/// <param name="Mailbox">MailboxOwnerUPN in lower case, else MailboxGuid; empty where the record has neither.</param>
/// <param name="Address">The address where one matched, else the network.</param>
/// <param name="Network">The network.</param>
/// <param name="Operation">What was done.</param>
/// <param name="Class">Its class.</param>
/// <param name="Failed">Whether it failed.</param>
/// <param name="Place">Where a text was found that stands in no field of its own; empty for fields.</param>
/// <param name="Rules">The rules and their validity as text.</param>
internal readonly record struct IndicatorRowKey(
    string Tenant, string User, string Mailbox, string Address, string Network, string Operation, RecordClass Class, bool Failed, string Place, string Rules);
