using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core.Acquisition;
using StormDetect.Core.Coverage;
using StormDetect.Core.Detection;
using StormDetect.Core.Detection.Incidents;
using StormDetect.Core.Detection.InboxRules;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;
using StormDetect.Core.Reports;

namespace StormDetect.Core;

/// <summary>All hunts, or those asked for, in one pass over the log, with one verdict.</summary>
public sealed class MailHunt : AuditHunt
{
    private readonly IReadOnlyList<IHunt> _hunts;
    private readonly MailAccessIntake _intake;

    /// <summary>Makes a hunt.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="baseline">What was learned of mail access before; null to judge the input by itself. It is never changed.</param>
    /// <exception cref="ArgumentException">A hunt is asked for that does not exist.</exception>
    /// <exception cref="BaselineException">The baseline is damaged.</exception>
    public MailHunt(MailHuntOptions options, MailAccessBaseline? baseline = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _hunts = HuntCatalogue.Create(options);
        _intake = new MailAccessIntake(options.Access, HuntCatalogue.IsWanted(options, HuntCatalogue.MailAccess) ? ActivityGroups.Judged(options.Access, ActivityGroups.All) : [], baseline);
    }

    /// <summary>The names of all hunts.</summary>
    public static IReadOnlyList<string> HuntNames => HuntCatalogue.Names;

    /// <summary>What is asked.</summary>
    public MailHuntOptions Options { get; }

    /// <summary>After <see cref="Complete"/>: the baseline with what this hunt learned. Null where <see cref="MailAccessHuntOptions.LearnBaseline"/> did not ask for it.</summary>
    public MailAccessBaseline? UpdatedBaseline { get; private set; }

    private protected override IEnumerable<IAuditCollector> Collectors => [.. _intake.Collectors, .. _hunts.Select(static hunt => hunt.Collector)];

    /// <summary>Takes inbox rules as they stand in mailboxes now: Get-InboxRule's objects, or Graph's messageRule, as JSON; one, several, or a page with them as <c>value</c>.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="problems">What could not be judged, and why; the others count.</param>
    /// <returns>Whether there is any rule in it, or anything that is meant to be one; if not, nothing was taken and nothing is a problem.</returns>
    public bool TryAddRules(string json, out IReadOnlyList<InboxRuleProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(json);
        List<InboxRuleProblem> found = [];
        problems = found;
        if (!RuleText.TryRead(json, out List<RuleSnapshot> rules, found))
        {
            return false;
        }

        foreach (InboxRuleHunt hunt in _hunts.OfType<InboxRuleHunt>())
        {
            hunt.Add(rules);
        }

        return true;
    }

    /// <summary>Whether a text is meant to hold inbox rules.</summary>
    /// <param name="json">JSON.</param>
    /// <returns>True if <see cref="TryAddRules"/> would take it.</returns>
    public static bool HoldsRules(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return RuleText.TryRead(json, out _, []);
    }

    /// <summary>
    /// Takes changes in the directory as Graph lists them (directoryAudit), as if the audit log had them. A change that the log has as well counts once.
    /// </summary>
    /// <param name="page">A page.</param>
    /// <param name="tenantId">The tenant it is of.</param>
    /// <exception cref="TenantRequestException">It is no such page.</exception>
    public void AddDirectoryAudits(TenantPage page, string tenantId)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(tenantId);
        if (DirectoryAuditRecords.Write(page, tenantId) is { Length: > 0 } records)
        {
            AddText(records, page.Source);
        }
    }

    /// <summary>Ends the input and judges it.</summary>
    /// <param name="cancellationToken">Stops the judging.</param>
    /// <returns>Findings, coverage, verdict and read report.</returns>
    /// <exception cref="BaselineException">The baseline is another tenant's, is damaged, or has nothing to learn from this input.</exception>
    public MailHuntResult Complete(CancellationToken cancellationToken)
    {
        Live?.Read(this, _hunts, cancellationToken);
        MailAccessFacts facts = _intake.End(EndReading, out ReadReport report);
        MailAccessHuntOptions access = Options.Access;
        List<Finding> findings = [];
        List<UnjudgedDays> unjudged = [];
        IReadOnlyList<ActivityFacts> groups = _intake.Groups(facts, report);
        if (groups.Count > 0)
        {
            // What another hunt may raise above the severity asked for must be there to be raised.
            Severity least = _hunts.Any(static hunt => hunt.RaisesOthers) && access.MinimumSeverity > Severity.Low ? Severity.Low : access.MinimumSeverity;
            findings.AddRange(MailAccessDetector.Find(groups, facts, access with { MinimumSeverity = least }, unjudged, cancellationToken));
        }

        List<BlindInterval> blind = [];
        List<string> notes = [.. report.StrayRecords.Select(static strays => strays.Text), .. CleanDays.Notes(unjudged)];
        List<string> unread = [];
        ReadReport? signIns = null;
        HuntContext context = new()
        {
            Options = Options,
            Facts = facts,
            HasAccessFacts = _intake.JudgesAccess,
            Report = report,
            Domains = new TenantDomains(facts, Options.AcceptedDomains, Options.AcceptedDomainsOf),
            Now = access.Now ?? report.LastRecord ?? DateTimeOffset.UnixEpoch,
            Earlier = findings,
            SignIns = Live?.SignIns,
        };
        foreach (IHunt hunt in _hunts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Finding[] earlier = findings.Where(finding => hunt.RaisesOthers || finding.Severity >= Severity.Medium).ToArray();
            HuntOutcome outcome = hunt.Judge(context with { Earlier = earlier }, cancellationToken);
            findings.AddRange(outcome.Findings);
            blind.AddRange(outcome.BlindIntervals);
            notes.AddRange(outcome.Notes);
            unread.AddRange(outcome.UnreadInputs);
            signIns ??= outcome.SignIns;
            foreach (FindingAmendment amendment in outcome.Amendments)
            {
                amendment.Finding.Amend(amendment.Reason, amendment.Severity, amendment.Step, amendment.Instead);
            }
        }

        findings.RemoveAll(finding => finding.Severity < access.MinimumSeverity);
        report.UnreadInputs = [.. report.UnreadInputs.Concat(unread).Union((signIns?.Problems ?? []).Select(static problem => problem.Path), StringComparer.Ordinal)];
        Live?.Name(findings, cancellationToken);
        DateTimeOffset end = access.End ?? report.LastRecord?.AddSeconds(1) ?? context.Now;
        StandingMailboxes standing = new(
            _hunts.OfType<InboxRuleHunt>().Sum(static hunt => hunt.StandingRules), Live?.Report.RuleMailboxesRead ?? 0, Live?.RulesMissing(access.Start ?? report.FirstRecord ?? end, end, facts.Tenants) ?? []);
        HuntVerdict verdict = HuntVerdict.Of(facts, report, access, findings, unjudged, blind, _intake.Run, _intake.JudgesAccess, standing);
        if (access.LearnBaseline)
        {
            UpdatedBaseline = _intake.Learn(groups, findings);
            UpdatedBaseline?.Note(verdict.Shown);
            UpdatedBaseline?.NoteApproved(verdict.Suppressed.SelectMany(static suppressed => suppressed.FindingIds));
        }

        return new MailHuntResult
        {
            Verdict = verdict.Verdict,
            VerdictText = verdict.Text,
            Tenants = verdict.Tenants,
            Coverage = verdict.Coverage,
            Findings = verdict.Shown,
            Incidents = IncidentBuilder.Build(verdict.Counted, new CommonGround(facts)),
            Hunts = [.. HuntCatalogue.Names.Where(name => HuntCatalogue.IsWanted(Options, name))],
            Suppressed = verdict.Suppressed,
            Baseline = _intake.Run?.Use(verdict.Known),
            Notes = notes,
            SignInReport = signIns,
            ReadReport = report,
            ReportData = HuntReportDataBuilder.Build(facts, verdict.Coverage, verdict.Counted),
        };
    }
}
