using System;
using System.Text;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Facts;

/// <summary>The keys of records that were made objects before.</summary>
internal static class ObjectKeys
{
    /// <summary>The record's id, or what stands for it where it is no GUID: two records under one such id are two records, and their place tells them apart.</summary>
    public static (Guid Id, bool IsNamed) Record(AuditRecord record) => Guid.TryParse(record.Id, out Guid id)
        ? (id, false)
        : (NamedIds.KeyOf(ByteHash.Of(Encoding.UTF8.GetBytes(record.Id)), (ulong)record.SourceOffset), true);

    public static int Mailbox(MailAccessFactsBuilder builder, int tenant, AuditRecord record)
    {
        Guid? guid = Guid.TryParse(record.MailboxGuid, out Guid parsed) && parsed != Guid.Empty ? parsed : null;
        return builder.Mailbox(tenant, guid, record.Mailbox ?? (guid is null ? record.UserId : null) ?? string.Empty);
    }

    public static int Path(MailAccessFactsBuilder builder, AuditRecord record) => builder.Path(new AccessPath(
        record.AppId?.ToLowerInvariant() ?? string.Empty, record.ClientAppId?.ToLowerInvariant() ?? string.Empty, record.ClientFamily, record.Logon));

    public static int Program(MailAccessFactsBuilder builder, AuditRecord record) => builder.Program(ClientProgram.Of(record.ClientInfoString ?? string.Empty));

    /// <summary>One of 64 bits for the token, or none.</summary>
    public static ulong Token(AuditRecord record) =>
        string.IsNullOrEmpty(record.UniqueTokenId) ? 0 : 1UL << (int)(ByteHash.Of(Encoding.UTF8.GetBytes(record.UniqueTokenId)) >> 58);
}
