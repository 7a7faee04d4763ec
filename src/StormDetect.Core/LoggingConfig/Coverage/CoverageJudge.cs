using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.LoggingConfig;

/// <summary>Judges a configuration event by event.</summary>
internal sealed class CoverageJudge
{
    // MailItemsAccessed, Send and searches came to the standard licences worldwide in June 2024; federal tenants had them from February.
    private static readonly DateTimeOffset s_standardLogs = new(2024, 7, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly AuditActorKind[] s_actors = [AuditActorKind.Owner, AuditActorKind.Delegate, AuditActorKind.Administrator, AuditActorKind.Application];

    private readonly CheckFacts _facts;
    private readonly AuditCoverageOptions _options;
    private readonly DateTimeOffset _at;
    private readonly AuditEventKind[] _events;
    private readonly CoverageStep? _tenant;
    private readonly Dictionary<(AuditEventKind, int), int?> _kept = [];
    private readonly bool _isAnyPremium;

    public CoverageJudge(ConfigSnapshot snapshot, AuditCoverageOptions options)
    {
        _facts = new CheckFacts(snapshot, new LoggingCheckOptions());
        _options = options;
        _at = options.At ?? options.Now;
        _events = options.Events.Count > 0 ? options.Events.Distinct().Order().ToArray() : Enum.GetValues<AuditEventKind>();
        _tenant = Tenant();
        _isAnyPremium = !_facts.Of(ConfigPart.UserLicences).IsComplete || _facts.Rows(ConfigPart.UserLicences).Any(static user => LicenceIndex.HasAdvancedAuditing(user) != false);
    }

    public IEnumerable<AuditCoverage> Rows()
    {
        foreach (ConfigRow mailbox in _facts.Rows(ConfigPart.Mailboxes))
        {
            if (!AuditCoverageMatrix.IsAsked(_options, mailbox) || (!MailboxKind.IsPeoples(mailbox) && !MailboxKind.IsGroup(mailbox) && !MailboxKind.IsResource(mailbox)))
            {
                continue;
            }

            foreach (AuditEventKind kind in _events)
            {
                foreach (AuditActorKind actor in s_actors)
                {
                    yield return Row(mailbox, kind, actor);
                }
            }
        }

        if (!_facts.Of(ConfigPart.Mailboxes).IsComplete)
        {
            foreach (AuditEventKind kind in _events)
            {
                yield return Make("*", string.Empty, kind, AuditActorKind.Owner, string.Empty, new CoverageStep(CoverageAnswer.Unknown, null, "Not all mailboxes were read", IsTenantWide: true), null, null);
            }
        }

        foreach (AuditCoverage row in Bypassed())
        {
            yield return row;
        }
    }

    private AuditCoverage Row(ConfigRow mailbox, AuditEventKind kind, AuditActorKind actor)
    {
        CoverageStep made = _tenant is { Answer: CoverageAnswer.No } off ? off : Generated(mailbox, kind, actor);
        if (made.Answer == CoverageAnswer.Yes && _tenant is { } doubt)
        {
            made = doubt;
        }

        ConfigRow? user = _facts.Licences.Of(mailbox);
        int? certain = Kept(kind, actor == AuditActorKind.Owner && LicenceIndex.HasAdvancedAuditing(user) == true ? AuditRetention.PremiumDays : AuditRetention.StandardDays);
        int? best = CanBePremium(actor, user) ? Kept(kind, AuditRetention.PremiumDays) : certain;
        return Make(MailboxKind.Name(mailbox), mailbox.Text("RecipientTypeDetails") ?? string.Empty, kind, actor, string.Empty, made, certain, best, Since(mailbox, kind)) with
        {
            UserPrincipalName = mailbox.Text("UserPrincipalName") ?? string.Empty,
        };
    }

    private bool CanBePremium(AuditActorKind actor, ConfigRow? user) => actor switch
    {
        AuditActorKind.Owner => LicenceIndex.HasAdvancedAuditing(user) != false,
        AuditActorKind.Application => false,
        _ => _isAnyPremium,
    };

    private AuditCoverage Make(
        string mailbox, string mailboxKind, AuditEventKind kind, AuditActorKind actor, string account, CoverageStep step, int? certain, int? best, DateTimeOffset? since = null)
    {
        TimeSpan age = _options.Now - _at;
        if (step.Answer == CoverageAnswer.Yes)
        {
            step = certain is { } least && age.TotalDays < least ? step
                : best is { } most && age.TotalDays >= most
                    ? new CoverageStep(CoverageAnswer.No, BlindCause.OutOfRetention, string.Create(CultureInfo.InvariantCulture, $"It is {age.TotalDays:0} days old, and kept {most} days"))
                : certain is null ? new CoverageStep(CoverageAnswer.Unknown, null, "Retention policies were not read, or not understood: a short one may come first", IsTenantWide: true)
                : new CoverageStep(CoverageAnswer.Unknown, null, string.Create(CultureInfo.InvariantCulture, $"It is certainly kept {certain} days; for longer only if whoever acted has Audit Premium"));
        }

        bool isMade = step.Answer != CoverageAnswer.No || step.Cause is BlindCause.OutOfRetention or BlindCause.NotLicensed or BlindCause.Throttled;
        DateTimeOffset? from = isMade && certain is { } days ? Later(_options.Now.AddDays(-days), since) : null;
        return new AuditCoverage
        {
            TenantId = _facts.Snapshot.TenantId,
            TenantName = _facts.Snapshot.TenantName,
            Mailbox = mailbox,
            MailboxKind = mailboxKind,
            Event = kind,
            ActorKind = actor,
            Actor = account,
            At = _at,
            Answer = step.Answer,
            Cause = step.Cause,
            Why = step.Why + ".",
            KeptDays = certain,
            ExistsFrom = from,
            ExistsUntil = step.Answer == CoverageAnswer.Yes && certain is { } kept ? _at.AddDays(kept) : null,
            IsTenantWide = step.IsTenantWide,
            TakenAt = _facts.Snapshot.TakenAt,
        };
    }

    private CoverageStep? Tenant()
    {
        CheckStatus ingestion = AuditLogJudges.Ingestion(_facts).Status;
        bool? organization = _facts.IsOrganizationAudited;
        return ingestion == CheckStatus.Failed ? new CoverageStep(CoverageAnswer.No, BlindCause.AuditOff, "The unified audit log takes no records in", IsTenantWide: true)
            : organization == false ? new CoverageStep(CoverageAnswer.No, BlindCause.AuditOff, "Mailbox auditing is off for the organisation", IsTenantWide: true)
            : ingestion != CheckStatus.Passed ? new CoverageStep(CoverageAnswer.Unknown, null, "Whether the unified audit log takes records in was not read from Exchange Online", IsTenantWide: true)
            : organization is null ? new CoverageStep(CoverageAnswer.Unknown, null, "Whether mailbox auditing is on for the organisation was not read", IsTenantWide: true)
            : null;
    }

    private CoverageStep Generated(ConfigRow mailbox, AuditEventKind kind, AuditActorKind actor)
    {
        if (MailboxKind.IsGroup(mailbox))
        {
            return kind is AuditEventKind.MailItemsAccessed or AuditEventKind.Search
                ? new CoverageStep(CoverageAnswer.No, BlindCause.AuditOff, "Of group mailboxes this is never recorded")
                : new CoverageStep(CoverageAnswer.Unknown, null, "What group mailboxes record cannot be read reliably");
        }

        if (!MailboxKind.IsKnown(mailbox))
        {
            return new CoverageStep(CoverageAnswer.Unknown, null, "The mailbox's kind was not read");
        }

        if (MailboxKind.IsResource(mailbox) && mailbox.Bool("AuditEnabled") != true)
        {
            return mailbox.Bool("AuditEnabled") is null
                ? new CoverageStep(CoverageAnswer.Unknown, null, "Whether the mailbox is audited was not read, and auditing by default does not reach this kind")
                : new CoverageStep(CoverageAnswer.No, BlindCause.AuditOff, "Auditing by default does not reach this kind of mailbox, and its own is off");
        }

        CoverageStep set = AuditSet(mailbox, kind, actor);
        return set.Answer == CoverageAnswer.Yes ? Throttled(mailbox, kind) ?? Licensed(mailbox, kind) : set;
    }

    private static CoverageStep AuditSet(ConfigRow mailbox, AuditEventKind kind, AuditActorKind actor)
    {
        if (kind == AuditEventKind.Search && actor != AuditActorKind.Owner)
        {
            return new CoverageStep(CoverageAnswer.No, BlindCause.AuditOff, "Only searches by owners are ever recorded");
        }

        if (actor == AuditActorKind.Application)
        {
            // No source says by which list an application without a user is judged: only where both agree is it certain.
            CoverageStep owner = Holds(mailbox, MailboxActions.Owner, Actions(kind, AuditActorKind.Owner));
            CoverageStep admin = Holds(mailbox, MailboxActions.Admin, Actions(kind, AuditActorKind.Owner));
            return owner.Answer == admin.Answer ? owner : new CoverageStep(CoverageAnswer.Unknown, null, "AuditOwner and AuditAdmin differ, and no source says which one counts for an application");
        }

        string list = actor switch { AuditActorKind.Owner => MailboxActions.Owner, AuditActorKind.Delegate => MailboxActions.Delegate, _ => MailboxActions.Admin };
        return Holds(mailbox, list, Actions(kind, actor));
    }

    private static string[] Actions(AuditEventKind kind, AuditActorKind actor) => kind switch
    {
        AuditEventKind.MailItemsAccessed => ["MailItemsAccessed"],
        AuditEventKind.Send => actor == AuditActorKind.Owner ? ["Send"] : ["SendAs", "SendOnBehalf"],
        AuditEventKind.Search => [MailboxActions.Search],
        AuditEventKind.Deletion => ["SoftDelete", "HardDelete", "MoveToDeletedItems"],
        _ => ["UpdateInboxRules"],
    };

    private static CoverageStep Holds(ConfigRow mailbox, string list, string[] actions)
    {
        if (mailbox.List(list) is not { } present)
        {
            return new CoverageStep(CoverageAnswer.Unknown, null, $"{list} was not read");
        }

        string[] missing = actions.Except(present, StringComparer.OrdinalIgnoreCase).ToArray();
        return missing.Length == 0 ? CoverageStep.Yes : new CoverageStep(CoverageAnswer.No, BlindCause.AuditOff, $"{list} lacks {string.Join(", ", missing)}");
    }

    private CoverageStep? Throttled(ConfigRow mailbox, AuditEventKind kind)
    {
        if (kind != AuditEventKind.MailItemsAccessed)
        {
            return null;
        }

        string?[] names = [mailbox.Text("PrimarySmtpAddress"), mailbox.Text("UserPrincipalName"), mailbox.Text("ExchangeGuid")];
        return _options.BlindIntervals.Any(interval => interval.Cause == BlindCause.Throttled && interval.From <= _at && _at < interval.To && names.Contains(interval.Subject, StringComparer.OrdinalIgnoreCase))
            ? new CoverageStep(CoverageAnswer.No, BlindCause.Throttled, "Exchange throttled the mailbox then: single reads were not recorded, folders synchronised were")
            : null;
    }

    private CoverageStep Licensed(ConfigRow mailbox, AuditEventKind kind)
    {
        if (kind is AuditEventKind.Deletion or AuditEventKind.InboxRule)
        {
            return CoverageStep.Yes;
        }

        ConfigRow? user = _facts.Licences.Of(mailbox);
        bool? premium = LicenceIndex.HasAdvancedAuditing(user);
        if (premium == true)
        {
            return CoverageStep.Yes;
        }

        if (_at < s_standardLogs)
        {
            return premium == false
                ? new CoverageStep(CoverageAnswer.No, BlindCause.NotLicensed, "Before July 2024 only mailboxes with Audit Premium recorded it")
                : new CoverageStep(CoverageAnswer.Unknown, null, "Before July 2024 only mailboxes with Audit Premium recorded it, and the licence was not read");
        }

        return LicenceIndex.HasExchange(user) == true ? CoverageStep.Yes
            : user?.List("Plans") is null ? new CoverageStep(CoverageAnswer.Unknown, null, "The mailbox's licence was not read")
            : new CoverageStep(CoverageAnswer.Unknown, null, "No source says whether a mailbox without Exchange Online plan 1 or 2 records it");
    }

    private DateTimeOffset? Since(ConfigRow mailbox, AuditEventKind kind) =>
        kind is AuditEventKind.Deletion or AuditEventKind.InboxRule || LicenceIndex.HasAdvancedAuditing(_facts.Licences.Of(mailbox)) == true ? null : s_standardLogs;

    private IEnumerable<AuditCoverage> Bypassed()
    {
        PartContent part = _facts.Of(ConfigPart.AuditBypass);
        foreach (ConfigRow account in part.Rows.Where(static row => row.Bool("AuditBypassEnabled") != false))
        {
            string name = account.FirstText("Name", "Identity", "ObjectId", "Guid") ?? "(unnamed account)";
            CoverageStep step = account.Bool("AuditBypassEnabled") == true
                ? new CoverageStep(CoverageAnswer.No, BlindCause.ActorBypassed, "The account is exempt from auditing: nothing it does in any mailbox is recorded")
                : new CoverageStep(CoverageAnswer.Unknown, null, "Whether the account is exempt from auditing was not read");
            foreach (AuditEventKind kind in _events)
            {
                yield return Make("*", string.Empty, kind, AuditActorKind.BypassedAccount, name, step, null, null);
            }
        }

        if (!part.IsComplete)
        {
            foreach (AuditEventKind kind in _events)
            {
                yield return Make("*", string.Empty, kind, AuditActorKind.BypassedAccount, string.Empty, new CoverageStep(CoverageAnswer.Unknown, null, "Accounts that are exempt from auditing were not read, or not all", IsTenantWide: true), null, null);
            }
        }
    }

    /// <summary>The days records of an event are certainly kept if the actor's licence keeps so many: the least of the record types it comes in.</summary>
    private int? Kept(AuditEventKind kind, int licenceDays)
    {
        if (!_kept.TryGetValue((kind, licenceDays), out int? days))
        {
            string[] types = kind switch
            {
                AuditEventKind.MailItemsAccessed => ["ExchangeItemAggregated", "ExchangeItem"],
                AuditEventKind.Search => ["ExchangeSearch"],
                AuditEventKind.Deletion => ["ExchangeItemGroup"],
                _ => ["ExchangeItem"],
            };
            int?[] all = types.Select(type => AuditRetention.CertainDays(_facts.Of(ConfigPart.RetentionPolicies), type, licenceDays)).ToArray();
            days = all.Contains(null) ? null : all.Min();
            _kept.Add((kind, licenceDays), days);
        }

        return days;
    }

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset? right) => right is { } time && time > left ? time : left;
}
