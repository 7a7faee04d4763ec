using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Binding;

/// <summary>Makes an <see cref="AuditRecord"/> again of what Export-Clixml or a remote session left of one.</summary>
internal static class DeserializedAuditRecord
{
    /// <summary>Reads the record.</summary>
    /// <param name="input">A Deserialized.StormDetect.Core.AuditRecord.</param>
    /// <param name="record">The record.</param>
    /// <returns>Whether time and operation survived.</returns>
    public static bool TryRead(PSObject input, [NotNullWhen(true)] out AuditRecord? record)
    {
        string? operation = Text(input, nameof(AuditRecord.Operation));
        DateTimeOffset? time = Time(LooseProperties.Get(input, nameof(AuditRecord.CreationTime)));
        if (operation is null || time is null)
        {
            record = null;
            return false;
        }

        record = new AuditRecord
        {
            Id = Text(input, nameof(AuditRecord.Id)) ?? string.Empty,
            CreationTime = time.Value,
            Operation = operation,
            RecordType = Value<int>(input, nameof(AuditRecord.RecordType)),
            OrganizationId = Text(input, nameof(AuditRecord.OrganizationId)),
            UserType = Value<int>(input, nameof(AuditRecord.UserType)),
            UserId = Text(input, nameof(AuditRecord.UserId)),
            UserKey = Text(input, nameof(AuditRecord.UserKey)),
            Workload = Text(input, nameof(AuditRecord.Workload)),
            ResultStatus = Text(input, nameof(AuditRecord.ResultStatus)),
            ObjectId = Text(input, nameof(AuditRecord.ObjectId)),
            ClientIP = Text(input, nameof(AuditRecord.ClientIP)),
            Mailbox = Text(input, nameof(AuditRecord.Mailbox)),
            MailboxGuid = Text(input, nameof(AuditRecord.MailboxGuid)),
            AppId = Text(input, nameof(AuditRecord.AppId)),
            ClientAppId = Text(input, nameof(AuditRecord.ClientAppId)),
            ClientInfoString = Text(input, nameof(AuditRecord.ClientInfoString)),
            ClientFamily = Name<ClientFamily>(input, nameof(AuditRecord.ClientFamily)),
            Logon = Name<LogonKind>(input, nameof(AuditRecord.Logon)),
            SessionId = Text(input, nameof(AuditRecord.SessionId)),
            UniqueTokenId = Text(input, nameof(AuditRecord.UniqueTokenId)),
            MailAccessType = Text(input, nameof(AuditRecord.MailAccessType)),
            IsThrottled = Value<bool>(input, nameof(AuditRecord.IsThrottled)),
            ItemCount = Value<int>(input, nameof(AuditRecord.ItemCount)),
            Folders = List(input, nameof(AuditRecord.Folders)),
            InternetMessageIds = List(input, nameof(AuditRecord.InternetMessageIds)),
            Form = Name<ExportForm>(input, nameof(AuditRecord.Form)),
            SourceFile = Text(input, nameof(AuditRecord.SourceFile)),
            SourceOffset = Value<long>(input, nameof(AuditRecord.SourceOffset)) ?? 0,
            AuditData = Text(input, nameof(AuditRecord.AuditData)),
        };
        return true;
    }

    private static string? Text(PSObject input, string name) => LooseProperties.GetString(input, name);

    private static T? Value<T>(PSObject input, string name)
        where T : struct => LooseProperties.Get(input, name) is T value ? value : null;

    // CLIXML keeps an enum as its number with the name as text; PowerShell gives the number.
    private static T Name<T>(PSObject input, string name)
        where T : struct, Enum => LanguagePrimitives.TryConvertTo(LooseProperties.Get(input, name), out T value) ? value : default;

    private static List<string> List(PSObject input, string name) =>
        LooseProperties.Get(input, name) is IEnumerable list and not string
            ? list.Cast<object?>().Select(static item => (item is PSObject wrapped ? wrapped.BaseObject : item) as string).OfType<string>().ToList()
            : [];

    private static DateTimeOffset? Time(object? value) => UtcTime.TryRead(value, out DateTimeOffset time) ? time : null;
}
