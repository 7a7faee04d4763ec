using System;
using System.Collections.Generic;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>The class of each operation, decided once per spelling.</summary>
internal sealed class RecordClasses
{
    private readonly Dictionary<string, RecordClass> _known = new(StringComparer.Ordinal);

    public RecordClass Of(string operation)
    {
        if (!_known.TryGetValue(operation, out RecordClass known))
        {
            _known.Add(operation, known = Decide(operation));
        }

        return known;
    }

    private static RecordClass Decide(string operation)
    {
        if (operation.Equals(AuditRecord.MailItemsAccessed, StringComparison.OrdinalIgnoreCase))
        {
            return RecordClass.Access;
        }

        if (operation.Equals("UserLoggedIn", StringComparison.OrdinalIgnoreCase) || operation.Equals("UserLoginFailed", StringComparison.OrdinalIgnoreCase)
            || operation.Equals("MailboxLogin", StringComparison.OrdinalIgnoreCase))
        {
            return RecordClass.SignIn;
        }

        if (operation.StartsWith("Send", StringComparison.OrdinalIgnoreCase))
        {
            return RecordClass.Send;
        }

        // Cmdlets have a hyphen, changes of the directory are sentences, and mailboxes write a few words of their own.
        bool isChange = operation.Contains('-', StringComparison.Ordinal) || operation.Contains(' ', StringComparison.Ordinal)
            || operation.Contains("FolderPermission", StringComparison.OrdinalIgnoreCase) || operation.Contains("InboxRule", StringComparison.OrdinalIgnoreCase)
            || operation.Contains("CalendarDelegation", StringComparison.OrdinalIgnoreCase) || operation.Contains("Credential", StringComparison.OrdinalIgnoreCase)
            || operation.Contains("Certificate", StringComparison.OrdinalIgnoreCase);
        return isChange ? RecordClass.Change : RecordClass.Other;
    }
}
