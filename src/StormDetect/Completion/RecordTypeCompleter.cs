using System.Collections.Generic;

namespace StormDetect.Completion;

/// <summary>Record types that hold mail access, changes of mailboxes, sign-ins and what goes with them; there are hundreds more.</summary>
internal sealed class RecordTypeCompleter : NameCompleter
{
    // Source: Office 365 Management Activity API schema, "AuditLogRecordType".
    private static readonly string[] s_names =
    [
        "AzureActiveDirectory",
        "AzureActiveDirectoryAccountLogon",
        "AzureActiveDirectoryStsLogon",
        "ExchangeAdmin",
        "ExchangeAggregatedOperation",
        "ExchangeItem",
        "ExchangeItemAggregated",
        "ExchangeItemGroup",
        "ExchangeSearch",
        "SecurityComplianceCenterEOPCmdlet",
        "SharePointFileOperation",
    ];

    private protected override IReadOnlyList<string> Names => s_names;
}
