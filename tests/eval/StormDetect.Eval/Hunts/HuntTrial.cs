using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using StormDetect.Core;
using StormDetect.Core.Scenarios;

namespace StormDetect.Eval;

/// <summary>Tries all hunts on one tenant: clean, then with each intrusion alone, with and without sign-ins, then on shorter logs, to see when it was found.</summary>
internal sealed class HuntTrial(EvalOptions options, int mailboxes, int seed)
{
    private const int SecondsPerDay = 86_400;
    private const int WarmUpDays = 7;
    private const int DaysTried = 5;

    public HuntTrialScore Run(CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("stormdetect-eval-");
        try
        {
            AuditScenarioOptions scenario = new()
            {
                Mailboxes = mailboxes,
                Days = options.Days,
                Seed = seed,
                Attacks = options.Attacks,
                AttacksFrom = options.AttacksFrom,
                Perturbed = options.Perturbed,
            };
            return Run(HuntTenant.Play(scenario, folder.FullName, cancellationToken), cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Whether a finding is of a kind of the answer key. The kinds are told apart by type, because a stolen message is named by several hunts.</summary>
    public static bool IsOfKind(Finding finding, string kind)
    {
        string type = finding.GetType().Name;
        bool Is(string part) => type.Contains(part, StringComparison.Ordinal);
        return kind switch
        {
            "InboxRule" => Is("InboxRule"),
            "MailboxChange" => Is("MailboxChange"),
            "OrphanedAccess" => Is("Orphan"),
            "MailAccess" => Is("MailAccessAnomaly"),
            _ => !Is("InboxRule") && !Is("MailboxChange") && !Is("Orphan") && !Is("Indicator"),
        };
    }

    private HuntTrialScore Run(HuntTenant log, CancellationToken cancellationToken)
    {
        List<PartScore> parts = [];
        List<FindingScore> clean = [];
        List<FindingScore> attacked = [];
        List<BlindScore> blind = [];
        bool[] ways = SignInHunt.IsSupported ? [false, true] : [false];
        foreach (bool withSignIns in ways)
        {
            clean.AddRange(Hunt(log, null, options.Days, withSignIns, cancellationToken).Findings.Select(finding => Judge(finding, log, null, withSignIns)));
            foreach (HuntAttack attack in log.Attacks)
            {
                MailHuntResult result = Hunt(log, attack, options.Days, withSignIns, cancellationToken);
                attacked.AddRange(result.Findings.Select(finding => Judge(finding, log, attack, withSignIns)));
                parts.AddRange(attack.Evidence
                    .Where(evidence => withSignIns || evidence.Finding != "OrphanedAccess")
                    .Select(evidence => Score(log, attack, evidence, result, withSignIns, cancellationToken)));
                if (!withSignIns)
                {
                    blind.AddRange(attack.Silences.Select(silence => new BlindScore(attack.Attack, silence.Cause, IsTold(silence, log, result))));
                }
            }
        }

        return new HuntTrialScore
        {
            Mailboxes = mailboxes,
            Seed = seed,
            Weeks = options.Days / 7.0,
            WeeksAfterWarmUp = Math.Max(0, options.Days - WarmUpDays) / 7.0,
            Parts = parts,
            Clean = clean,
            Attacked = attacked,
            Blind = blind,
        };
    }

    private MailHuntResult Hunt(HuntTenant log, HuntAttack? attack, int days, bool withSignIns, CancellationToken cancellationToken)
    {
        List<string> files = [.. (attack is { TenantDays.Count: > 0 } ? attack.TenantDays : log.Days).Take(days)];
        List<string> signIns = [.. log.SignIns.Take(days)];
        if (attack is not null)
        {
            files.AddRange(attack.Days.Take(days));
            signIns.AddRange(attack.SignIns.Take(days));
        }

        MailHuntOptions asked = new() { Access = new MailAccessHuntOptions { Sensitivity = options.Sensitivity } };
        MailHunt hunt = withSignIns ? SignInHunt.Create(asked, signIns) : new MailHunt(asked);
        hunt.AddFiles(files.Where(static file => new FileInfo(file).Length > 0), cancellationToken);
        return hunt.Complete(cancellationToken);
    }

    private PartScore Score(HuntTenant log, HuntAttack attack, PlantedEvidence evidence, MailHuntResult result, bool withSignIns, CancellationToken cancellationToken)
    {
        HashSet<string> ids = new(evidence.RecordIds, StringComparer.OrdinalIgnoreCase);
        int first = attack.Times[evidence.RecordIds[0]] / SecondsPerDay;
        Finding[] about = [.. Named(result)];
        int? detected = null;
        if (about.Length > 0)
        {
            // As somebody sees it who hunts every evening; what is found later than some days is found at the end.
            detected = options.Days - 1 - first;
            for (int day = first; day < Math.Min(first + DaysTried, options.Days - 1); day++)
            {
                if (Named(Hunt(log, attack, day + 1, withSignIns, cancellationToken)).Any())
                {
                    detected = day - first;
                    break;
                }
            }
        }

        return new PartScore
        {
            Attack = attack.Attack,
            Finding = evidence.Finding,
            WithSignIns = withSignIns,
            Found = about.Length > 0,
            DaysToDetect = detected,
            Severity = about.Length == 0 ? null : about.Max(static finding => finding.Severity),
            Records = evidence.RecordIds.Count,
        };

        IEnumerable<Finding> Named(MailHuntResult hunted) => hunted.Findings.Where(finding => finding.Severity >= Severity.Medium
            && IsOfKind(finding, evidence.Finding) && finding.RecordIds.Any(ids.Contains));
    }

    private static FindingScore Judge(Finding finding, HuntTenant log, HuntAttack? attack, bool withSignIns)
    {
        bool isTrue = attack is not null && finding.RecordIds.Any(attack.Times.ContainsKey);
        return new FindingScore
        {
            DetectionId = finding.DetectionId,
            Type = finding.GetType().Name,
            Id = finding.Id,
            Severity = finding.Severity,
            WithSignIns = withSignIns,
            Attack = attack?.Attack ?? string.Empty,
            IsTrue = isTrue,
            InWarmUp = finding.FirstSeen < new DateTimeOffset(log.Tenant.Text.Start).AddDays(WarmUpDays),
            Mistook = isTrue ? string.Empty : Mistook(finding, log.Tenant),
            Title = finding.Title,
            Reasons = finding.ReasonsText,
        };
    }

    private static string Mistook(Finding finding, ScenarioTenant tenant)
    {
        string? kind = finding.RecordIds
            .Select(id => Guid.TryParse(id, out Guid key) ? tenant.Background!.GetValueOrDefault(key) : null)
            .OfType<string>().GroupBy(static name => name).OrderByDescending(static group => group.Count()).FirstOrDefault()?.Key;
        return kind ?? (finding is MailAccessAnomaly access ? Mistaken.For(access, tenant) : "other");
    }

    private static bool IsTold(LogSilence silence, HuntTenant log, MailHuntResult result)
    {
        DateTimeOffset start = new(log.Tenant.Text.Start);
        string? subject = (silence.Actor ?? silence.Mailbox)?.ToString();
        return result.Coverage.BlindIntervals.Any(interval => interval.Cause is BlindCause.AuditOff or BlindCause.ActorBypassed or BlindCause.OutOfRetention
            && interval.From < start.AddSeconds(silence.To) && interval.To > start.AddSeconds(silence.From)
            && (interval.Scope == BlindScope.Tenant || (subject is not null && interval.Subject.Contains(subject, StringComparison.OrdinalIgnoreCase))));
    }
}
