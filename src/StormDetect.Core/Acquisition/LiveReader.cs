using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core.Detection;
using StormDetect.Core.Detection.InboxRules;
using StormDetect.Core.Detection.MailboxChanges;

namespace StormDetect.Core.Acquisition;

/// <summary>
/// The one way in which a tenant enters a hunt: reads what was asked for into the hunts that judge it, on the thread that judges, and keeps what could not be read. Each source that fails is one failure of the
/// report, and the others are still read.
/// </summary>
/// <param name="tenant">The tenant.</param>
/// <param name="sources">What is asked.</param>
/// <param name="now">The present time (UTC).</param>
internal sealed class LiveReader(ITenantReader tenant, LiveSources sources, DateTimeOffset now)
{
    private const int DirectoryAuditDays = 30;

    // Where nobody is let in, asking everybody tells nothing more.
    private const int MostRefusals = 20;

    public LiveReadReport Report { get; } = new();

    /// <summary>The tenant to read sign-ins from once it is known which are needed; null where they are not asked for.</summary>
    public ITenantReader? SignIns => sources.SignIns ? tenant : null;

    private string TenantId => tenant.TenantId.ToLowerInvariant();

    /// <summary>Reads what the hunts need before they judge.</summary>
    public void Read(MailHunt hunt, IReadOnlyList<IHunt> hunts, CancellationToken cancellationToken)
    {
        if (hunts.OfType<MailboxChangeHunt>().FirstOrDefault() is { } changes)
        {
            if (sources.DirectoryAudits && !TryRead(() => ReadDirectoryAudits(hunt, cancellationToken)))
            {
                hunt.NoteUnread($"the directory's own log of '{tenant.Name}', not read to its end");
            }

            if (sources.Consents && !TryReadConsents(changes, cancellationToken))
            {
                hunt.NoteUnread($"the consents of '{tenant.Name}' as they stand, not read to their end");
            }
        }

        if (sources.InboxRules && hunts.OfType<InboxRuleHunt>().FirstOrDefault() is { } rules)
        {
            TryRead(() => ReadRules(rules, cancellationToken));
        }
    }

    /// <summary>Names the applications of findings, before anything is said of them.</summary>
    public void Name(IReadOnlyList<Finding> findings, CancellationToken cancellationToken)
    {
        if (sources.ApplicationNames)
        {
            TryRead(() => (Report.ApplicationsNamed, Report.ApplicationsUnknown) = Wait(ApplicationNames.ResolveAsync(tenant, findings, cancellationToken), cancellationToken));
        }
    }

    /// <summary>The mailboxes whose rules could not be read; the tenant, where nobody knows whose.</summary>
    /// <param name="from">Start of what is judged (UTC).</param>
    /// <param name="to">Its end (UTC).</param>
    /// <param name="tenants">The tenants of the log.</param>
    public IReadOnlyList<BlindInterval> RulesMissing(DateTimeOffset from, DateTimeOffset to, IReadOnlyList<string> tenants)
    {
        string id = LiveTenant.NameIn(tenants, TenantId);
        if (Report.RulesRefused is { } refusal)
        {
            return [Interval(BlindScope.Tenant, string.Empty, "Inbox rules as they stand now could not be read", refusal)];
        }

        return [.. Report.RulesNotRead.OrderBy(static rules => rules.Mailbox, StringComparer.OrdinalIgnoreCase).Select(rules => rules.Mailbox.Length > 0
            ? Interval(BlindScope.Mailbox, rules.Mailbox, $"Inbox rules of {rules.Mailbox} as they stand now could not be read", rules.Failure!)
            : Interval(BlindScope.Tenant, string.Empty, "Inbox rules as they stand now could not all be read", rules.Failure!))];

        BlindInterval Interval(BlindScope scope, string subject, string what, TenantRequestException why) =>
            new(id, scope, subject, from, to > from ? to : from.AddTicks(1), BlindCause.InboxRulesMissing, Certainty.Possible, $"{what}: {why.Message}");
    }

    private void ReadDirectoryAudits(MailHunt hunt, CancellationToken cancellationToken)
    {
        (DateTimeOffset? start, DateTimeOffset? end) = (hunt.Options.Access.Start, hunt.Options.Access.End);
        foreach (TenantPage page in tenant.ReadDirectoryAuditsAsync(start ?? now.AddDays(-DirectoryAuditDays), end ?? now, cancellationToken).ToBlockingEnumerable(cancellationToken))
        {
            hunt.AddDirectoryAudits(page, TenantId);
        }
    }

    /// <returns>Whether they were read to their end.</returns>
    private bool TryReadConsents(MailboxChangeHunt changes, CancellationToken cancellationToken)
    {
        StandingConsents consents = new(TenantId, now);
        bool isWhole = true;
        foreach (ConfigPart part in (ConfigPart[])[ConfigPart.AppRoleAssignments, ConfigPart.DelegatedGrants])
        {
            isWhole &= TryRead(() =>
            {
                foreach (IReadOnlyDictionary<string, object?> row in tenant.Configuration.ReadAsync(part, cancellationToken).ToBlockingEnumerable(cancellationToken))
                {
                    consents.Add(part, row);
                }
            });
        }

        isWhole &= TryRead(() => consents.Describe(Wait(tenant.ReadPrincipalsAsync(consents.Principals, cancellationToken), cancellationToken)));
        consents.Name(UserNames(consents.UsersToName(), cancellationToken));
        Report.MailGrants = consents.Count;
        changes.Add(consents);
        return isWhole;
    }

    /// <summary>What users are called; nobody, where the directory may not be asked: then they are told by object id, and nothing else is missing.</summary>
    private IReadOnlyDictionary<string, string> UserNames(IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken)
    {
        try
        {
            return objectIds.Count == 0 ? new Dictionary<string, string>() : Wait(tenant.ReadUserNamesAsync(objectIds, cancellationToken), cancellationToken);
        }
        catch (TenantRequestException)
        {
            return new Dictionary<string, string>();
        }
    }

    private void ReadRules(InboxRuleHunt hunt, CancellationToken cancellationToken)
    {
        try
        {
            IAsyncEnumerable<string> mailboxes = sources.AllInboxRules ? tenant.ReadMailboxesAsync(cancellationToken) : Each(sources.RuleMailboxes.Distinct(StringComparer.OrdinalIgnoreCase));
            foreach (MailboxRules rules in tenant.ReadInboxRulesAsync(mailboxes, cancellationToken).ToBlockingEnumerable(cancellationToken))
            {
                Take(hunt, rules);
                if (Report.RuleMailboxesRead == 0 && Report.RulesNotRead.Count == MostRefusals && Report.RulesNotRead.All(static failed => failed.Failure!.Problem == TenantRequestProblem.PermissionMissing))
                {
                    Report.RulesRefused = rules.Failure;
                    return;
                }
            }
        }
        catch (TenantRequestException failure)
        {
            // The list of mailboxes broke off: nobody knows whose rules are missing.
            Report.Add(new MailboxRules { Mailbox = string.Empty, Failure = failure });
            throw;
        }
    }

    private void Take(InboxRuleHunt hunt, MailboxRules rules)
    {
        if (rules.Failure is not null)
        {
            if (sources.AllInboxRules && rules.HasNoMailbox)
            {
                Report.AddWithoutMailbox(rules.Mailbox);
                return;
            }

            Report.Add(rules);
            return;
        }

        Report.RuleMailboxesRead++;
        List<InboxRuleProblem> problems = [];
        foreach (TenantPage page in rules.Pages)
        {
            if (RuleText.TryRead(Encoding.UTF8.GetString(page.Json.Span), out List<RuleSnapshot> snapshots, problems))
            {
                snapshots.ForEach(snapshot => snapshot.TenantId = TenantId);
                hunt.Add(snapshots);
            }
        }

        Report.Add(problems);
        if (rules.FoldersMissing.Length > 0)
        {
            Report.MailboxesWithoutFolderNames++;
            Report.FolderNamesMissing = rules.FoldersMissing;
        }
    }

    private bool TryRead(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (TenantRequestException failure)
        {
            Report.Add(failure);
        }
        catch (ConfigReadException failure)
        {
            Report.Add(failure.InnerException as TenantRequestException ?? new TenantRequestException(TenantRequestProblem.Unreadable, failure.Message, failure));
        }

        return false;
    }

    /// <summary>One answer, waited for as those that come one by one: on the thread that judges, which is nobody's pipeline.</summary>
    private static T Wait<T>(ValueTask<T> answer, CancellationToken cancellationToken)
    {
        return Only().ToBlockingEnumerable(cancellationToken).Single();

        async IAsyncEnumerable<T> Only()
        {
            yield return await answer.ConfigureAwait(false);
        }
    }

    private static async IAsyncEnumerable<string> Each(IEnumerable<string> mailboxes)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (string mailbox in mailboxes)
        {
            yield return mailbox;
        }
    }
}
