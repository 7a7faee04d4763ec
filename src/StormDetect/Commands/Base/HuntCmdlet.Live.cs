using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;
using StormDetect.Errors;
using StormDetect.Graph;
using StormDetect.Views;

namespace StormDetect.Commands;

/// <content>What hunts read from a tenant beside the logs. What cannot be read is an error, and the logs are judged without it.</content>
public abstract partial class HuntCmdlet
{
    // Written by whatever thread asks the tenant, taken by the pipeline thread.
    private string? _status;

    /// <summary>Opens what reads a tenant; what it asks is shown as progress.</summary>
    private protected ITenantReader OpenReader(TenantConnection connection) => GraphServices.OpenReader(connection, status => Volatile.Write(ref _status, status));

    /// <summary>The tenant's own mail domains: those given, else those the tenant has verified for mail.</summary>
    private protected IReadOnlyList<string> AcceptedDomains(string[] given, TenantConnection? connection)
    {
        if (given.Length > 0 || connection is null)
        {
            return given;
        }

        try
        {
            ITenantReader tenant = OpenReader(connection);
            IReadOnlyList<string> domains = Ask(token => tenant.ReadAcceptedDomainsAsync(token).AsTask());
            WriteVerbose(Strings.Format(Strings.VerboseAcceptedDomains, string.Join(", ", domains.Select(PlainText.Cell))));
            return domains;
        }
        catch (TenantRequestException failure)
        {
            WriteError(ErrorRecords.Tenant(failure, connection.Name, connection.Name));
            return given;
        }
    }

    /// <summary>Names the applications of results as the tenant's directory knows them.</summary>
    private protected void NameApplications(IReadOnlyList<object> results, TenantConnection connection)
    {
        try
        {
            ITenantReader tenant = OpenReader(connection);
            (int known, int unknown) = Ask(token => ApplicationNames.ResolveAsync(tenant, results, token).AsTask());
            WriteVerbose(Strings.Format(Strings.VerboseApplications, known, unknown));
        }
        catch (TenantRequestException failure)
        {
            WriteError(ErrorRecords.Tenant(failure, connection.Name, connection.Name));
        }
    }

    /// <summary>Says what of a tenant could not be read.</summary>
    private protected void WriteLiveReport(LiveReadReport? report, TenantConnection? connection)
    {
        if (report is null)
        {
            return;
        }

        foreach (TenantRequestException failure in report.Failures)
        {
            WriteError(ErrorRecords.Tenant(failure, connection?.Name, connection?.Name));
        }

        WriteRuleReport(report, connection);
        if (report.ApplicationsNamed is { } named)
        {
            WriteVerbose(Strings.Format(Strings.VerboseApplications, named, report.ApplicationsUnknown));
        }

        if (report.MailGrants is { } grants)
        {
            WriteVerbose(Strings.Format(Strings.VerboseMailGrants, ViewHelpers.Number(grants)));
        }
    }

    private void WriteRuleReport(LiveReadReport report, TenantConnection? connection)
    {
        if (report.RulesRefused is { } refusal)
        {
            WriteError(ErrorRecords.Tenant(refusal, connection?.Name, connection?.Name));
            return;
        }

        foreach (string account in report.AccountsWithoutMailbox)
        {
            WriteVerbose(Strings.Format(Strings.MailboxWithoutRules, PlainText.Safe(account)));
        }

        // Without a name it is the list of mailboxes that broke off, which is told of above.
        MailboxRules[] failed = [.. report.RulesNotRead.Where(static rules => rules.Mailbox.Length > 0)];
        foreach (MailboxRules rules in failed)
        {
            WriteError(ErrorRecords.MailboxRulesNotRead(rules.Mailbox, rules.Failure!));
        }

        foreach (InboxRuleProblem problem in report.RuleProblems)
        {
            WriteError(ErrorRecords.InboxRuleIncomplete(problem));
        }

        if (failed.Length > 0)
        {
            WriteWarning(Strings.Format(Strings.MailboxesNotJudged, ViewHelpers.Number(failed.Length), ViewHelpers.Number(report.RuleMailboxes)));
        }

        if (report.MailboxesWithoutFolderNames > 0)
        {
            WriteWarning(Strings.Format(Strings.FoldersMissing, ViewHelpers.Number(report.MailboxesWithoutFolderNames), PlainText.Safe(report.FolderNamesMissing)));
        }

        if (report.RuleMailboxes > 0)
        {
            WriteWarning(Strings.HiddenRulesNotSeen);
        }
    }

    /// <summary>Waits for an answer of the tenant, with progress.</summary>
    private protected T Ask<T>(Func<CancellationToken, Task<T>> work)
    {
        ProgressRecord bar = new(0, Strings.ProgressTenant, Strings.ProgressTenant);
        T answer = AwaitAsync(work, () => ShowStatus(bar));
        bar.RecordType = ProgressRecordType.Completed;
        WriteProgress(bar);
        return answer;
    }

    /// <summary>Shows what is done beside reading the logs.</summary>
    /// <param name="bar">The bar to show it with.</param>
    /// <returns>Whether there is anything new.</returns>
    private protected virtual bool ShowStatus(ProgressRecord bar)
    {
        if (Interlocked.Exchange(ref _status, null) is not { } status)
        {
            return false;
        }

        bar.PercentComplete = -1;
        bar.StatusDescription = PlainText.Cell(status) is { Length: > 0 } text ? text : Strings.ProgressTenant;
        WriteProgress(bar);
        return true;
    }
}
