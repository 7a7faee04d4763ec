using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace StormDetect.Core.Reports;

/// <summary>What a result names that a redacted report must not: with these, values are recognised that have no form of their own, such as a mailbox without an address.</summary>
internal static class RedactedValues
{
    private static readonly HashSet<string> s_everybody = new(["Default", "Everyone", "Anonymous"], StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<(string Kind, string Value)> Of(MailHuntResult result, HuntReportOptions options) =>
        Named(result, options).Where(static named => named.Value.Length > 0).SelectMany(static named => named.Kind == "user" ? WithDomain(named.Kind, named.Value) : [named]);

    private static IEnumerable<(string Kind, string Value)> Named(MailHuntResult result, HuntReportOptions options)
    {
        foreach (Finding finding in result.Findings.Concat(result.Incidents.SelectMany(static incident => incident.Findings)).Distinct())
        {
            yield return ("tenant", finding.TenantId);
            foreach ((string Kind, string Value) value in Each("user", finding.Mailboxes).Concat(Each("user", finding.UserIds)).Concat(Each("session", finding.SessionIds))
                .Concat(Each("record", finding.RecordIds)).Concat(Each("network", finding.Networks)).Concat(OfKind(finding)))
            {
                yield return value;
            }
        }

        foreach (TenantVerdict tenant in result.Tenants)
        {
            yield return ("tenant", tenant.TenantId);
            yield return ("domain", tenant.TenantName);
        }

        foreach (BlindInterval interval in result.Coverage.BlindIntervals)
        {
            yield return ("tenant", interval.TenantId);
            yield return ("user", interval.SubjectKey);
            yield return ("user", interval.Subject);
        }

        foreach (MailExposure exposure in options.Exposures)
        {
            yield return ("tenant", exposure.TenantId);
            yield return ("user", exposure.Mailbox);
        }

        foreach (ReportMailbox mailbox in result.ReportData?.Mailboxes ?? [])
        {
            yield return ("user", mailbox.Name);
        }

        IEnumerable<string> files = new[] { result.ReadReport, result.SignInReport }.OfType<ReadReport>().SelectMany(FilesOf).Concat(options.Inputs.Select(static input => input.File));
        foreach (string file in files.SelectMany(static file => file.Split('|').Append(file)).Distinct())
        {
            yield return ("file", file);
            yield return ("file", Path.GetFileName(file));
        }
    }

    private static IEnumerable<string> FilesOf(ReadReport report) => report.Files.Select(static file => file.File).Concat(report.Problems.Select(static problem => problem.Path)).Concat(report.UnreadInputs)
        .Concat(report.DroppedRows.Concat(report.LossyRows).Select(static row => row.File));

    private static IEnumerable<(string Kind, string Value)> OfKind(Finding finding) => finding switch
    {
        MailboxChangeFinding change => OfChange(change),
        InboxRuleFinding rule => Each("user", rule.ForwardTo).Concat(Each("user", rule.RedirectTo)).Concat(Each("user", rule.ExternalRecipients)),
        OrphanedMailAccess orphan => Each("session", orphan.TokenIds),
        IndicatorMatch match => Each("network", match.Addresses),
        _ => [],
    };

    /// <summary>What a change of rights is about is a person; of other changes it is a rule, a policy or an application, and stays.</summary>
    private static IEnumerable<(string Kind, string Value)> OfChange(MailboxChangeFinding change) =>
        Each("user", change.Destinations).Append(("user", change.Actor)).Concat(
            change.ChangeKind is MailboxChangeKind.Permission or MailboxChangeKind.SendAs or MailboxChangeKind.SendOnBehalf or MailboxChangeKind.FolderPermission && !s_everybody.Contains(change.Target)
                ? [("user", change.Target)] : []);

    private static IEnumerable<(string Kind, string Value)> Each(string kind, IEnumerable<string> values) => values.Select(value => (kind, value));

    private static IEnumerable<(string Kind, string Value)> WithDomain(string kind, string value)
    {
        yield return (kind, value);
        string domain = TenantDomains.DomainOf(value);
        if (domain.Length > 0)
        {
            yield return ("domain", domain);
        }
    }
}
