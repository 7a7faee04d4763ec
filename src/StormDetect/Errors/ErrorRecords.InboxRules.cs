using System;
using System.IO;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Errors;

/// <content>Errors about inbox rules and the words they are judged by.</content>
internal static partial class ErrorRecords
{
    public static ErrorRecord InboxRuleIncomplete(InboxRuleProblem problem) =>
        new(
            new ArgumentException(Strings.Format(Strings.InboxRuleIncomplete, problem.Rule, problem.Message)),
            nameof(Strings.InboxRuleIncomplete),
            ErrorCategory.InvalidData,
            problem.Rule);

    public static ErrorRecord InboxRuleNotSupported(string typeName) =>
        new(
            new ArgumentException(Strings.Format(Strings.InboxRuleNotSupported, typeName)),
            nameof(Strings.InboxRuleNotSupported),
            ErrorCategory.InvalidData,
            typeName);

    public static ErrorRecord KeywordFile(RuleWordException failure)
    {
        bool isLine = failure.Line > 0;
        string message = isLine ? Strings.Format(Strings.KeywordFileInvalid, failure.File, failure.Line, failure.Message) : Strings.Format(Strings.KeywordFileUnreadable, failure.File, failure.Message);
        return new ErrorRecord(
            new InvalidDataException(message, failure),
            isLine ? nameof(Strings.KeywordFileInvalid) : nameof(Strings.KeywordFileUnreadable),
            failure.InnerException is UnauthorizedAccessException ? ErrorCategory.PermissionDenied : failure.InnerException is IOException ? ErrorCategory.ReadError : ErrorCategory.InvalidData,
            failure.File);
    }

    public static ErrorRecord MailboxRulesNotRead(string mailbox, TenantRequestException failure) =>
        new(
            new InvalidOperationException(Strings.Format(Strings.MailboxRulesNotRead, PlainText.Safe(mailbox), failure.Message), failure),
            nameof(Strings.MailboxRulesNotRead),
            Tenant(failure, mailbox).CategoryInfo.Category,
            mailbox);
}
