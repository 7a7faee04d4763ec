using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection.Incidents;
using StormDetect.Core.Detection.MailAccess;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>What the rest of the log says about a story: reach, target, actor, time, and what other hunts found of the same people.</summary>
internal sealed class ChangeEvidence
{
    private const int UsualDays = 3;
    private const double LogDaysNeeded = 7;
    private static readonly TimeSpan s_afterwards = TimeSpan.FromDays(30);
    private static readonly TimeSpan s_around = TimeSpan.FromDays(7);
    private readonly HuntContext _context;
    private readonly HashSet<string> _asked;
    private CommonGround? _common;
    private ReadsSince? _reads;
    private readonly DirectoryNames _names;
    private readonly MailReach _reach;
    private readonly IReadOnlyDictionary<(string Tenant, string User), DateTimeOffset> _created;
    private readonly ActorHistory _history;
    private readonly HashSet<string> _priority;
    private readonly Dictionary<(string Tenant, string App), DateTimeOffset> _mailApps = [];

    public ChangeEvidence(
        HuntContext context, DirectoryNames names, MailReach reach, IReadOnlyDictionary<(string, string), DateTimeOffset> created, ActorHistory history, IEnumerable<ChangeStory> stories)
    {
        _context = context;
        _names = names;
        _reach = reach;
        _created = created;
        _history = history;
        _asked = [.. stories.Where(static s => s.First.IsOfApplication).Select(static s => s.First.Subject)];
        _priority = new HashSet<string>(context.Options.Access.PriorityMailboxes.Select(static p => p.Trim()), StringComparer.OrdinalIgnoreCase);
        foreach (MailboxChange change in stories.Where(static s => s.First.Kind == MailboxChangeKind.Consent).SelectMany(static s => s.Changes).OrderBy(static c => c.Time))
        {
            _ = _mailApps.TryAdd((change.TenantId, change.Subject), change.Time);
        }

        foreach (ChangeStory story in stories.Where(static s => s.First.IsStanding))
        {
            // Since when is not always known; it reads mail now, whatever came first.
            _mailApps[(story.TenantId, story.First.Subject)] = DateTimeOffset.MinValue;
        }
    }

    /// <summary>What many use ties nobody to a finding: the office's network is everybody's.</summary>
    private CommonGround Common => _common ??= new CommonGround(_context.Facts);

    public void Weigh(ChangeStory story)
    {
        foreach (MailboxChange change in story.Changes)
        {
            foreach (ChangeSignal signal in change.Direction == ChangeDirection.Restores ? [change.Alone!] : change.Signals)
            {
                story.Add(signal);
            }

            if (change.IsPartner)
            {
                story.Add(new ChangeSignal("ForeignAdministrator", $"{change.Actor} is an administrator of another organisation (ExternalAccess).", 1));
            }
        }

        Reach(story);
        Priority(story);
        Reverted(story);
        if (MailboxChangeCatalogue.IsRight(story.First.Kind) && story.First.Kind != MailboxChangeKind.Owner)
        {
            Grantee(story);
        }

        if (story.First.IsOfApplication)
        {
            Application(story);
        }

        Earlier(story);
        Used(story);
    }

    private static void Reach(ChangeStory story)
    {
        int mailboxes = story.Mailboxes.Count;
        if (mailboxes >= 3)
        {
            story.Add(new ChangeSignal("ManyMailboxes", FormattableString.Invariant($"It concerns {mailboxes} mailboxes."), mailboxes >= 10 ? 3 : 1));
        }
        else if (mailboxes == 2 && story.First.Kind == MailboxChangeKind.Forwarding)
        {
            story.Add(new ChangeSignal("ManyMailboxes", "Two mailboxes forward to the same place.", 2));
        }

        if (story.First.Kind == MailboxChangeKind.AdminRole && story.Changes.Select(static c => c.Subject).Distinct().Count() is int roles and > 1)
        {
            story.Add(new ChangeSignal("SeveralRoles", FormattableString.Invariant($"{roles} such roles were given at once."), 1));
        }

        if (story.First.Kind == MailboxChangeKind.Consent && story.Actors.Count >= 3)
        {
            string within = ReasonWriter.Count(Math.Max(1, Math.Ceiling((story.Last - story.First.Time).TotalDays)), "day");
            story.Add(new ChangeSignal("ManyConsented", FormattableString.Invariant($"{story.Actors.Count} accounts consented within {within}: that is how consent phishing spreads, and a useful application."), 2));
        }
    }

    private void Priority(ChangeStory story)
    {
        string? mailbox = story.Mailboxes.FirstOrDefault(_priority.Contains)
            ?? (story.First.Kind == MailboxChangeKind.Consent ? story.Actors.FirstOrDefault(_priority.Contains) : null);
        if (mailbox is not null)
        {
            story.Add(new ChangeSignal("PriorityMailbox", $"{mailbox} is a priority mailbox.", 2));
        }
    }

    private static void Reverted(ChangeStory story)
    {
        if (!story.IsReverted || story.First.Kind is MailboxChangeKind.Consent or MailboxChangeKind.Credential or MailboxChangeKind.Owner or MailboxChangeKind.Application)
        {
            return;
        }

        TimeSpan stood = story.Changes.Max(static c => c.EndedBy!.Time - c.Time);
        if (stood <= TimeSpan.FromDays(7))
        {
            string text = stood.TotalHours < 48 ? ReasonWriter.Count(Math.Max(1, Math.Ceiling(stood.TotalHours)), "hour") : ReasonWriter.Count(Math.Ceiling(stood.TotalDays), "day");
            bool isRight = MailboxChangeCatalogue.IsRight(story.First.Kind);
            story.Add(new ChangeSignal("TakenBack", $"It was taken back within {text}: done for a purpose, and tidied up.", stood.TotalDays <= 1 && !isRight ? 2 : 1));
        }
    }

    private void Grantee(ChangeStory story)
    {
        MailboxChange first = story.First;
        string target = first.Target;
        string actor = _names.Recipient(story.TenantId, first.Actor);
        bool isRole = first.Kind == MailboxChangeKind.AdminRole;
        bool toSelf = actor.Length > 0 && target == actor && (isRole || story.Mailboxes.Any(mailbox => mailbox != actor));
        bool byOwner = story.Mailboxes.All(mailbox => mailbox == actor) && !isRole;
        if (toSelf)
        {
            story.Add(new ChangeSignal("ToItself", $"{first.Actor} gave the right to itself.", isRole ? 2 : 3));
        }

        if (!first.IsForAnyone && (target.Contains("#ext#", StringComparison.Ordinal) || _reach.IsInternal(story.TenantId, target) == false))
        {
            story.Add(new ChangeSignal("ToOutsider", $"{target} is no account of the tenant's own.", 3));
        }

        if (_created.TryGetValue((story.TenantId, target), out DateTimeOffset created) && first.Time >= created && first.Time - created <= TimeSpan.FromDays(7))
        {
            story.Add(new ChangeSignal("ToFreshAccount", $"{target} was created {Ago(first.Time - created)} before.", isRole && first.Time - created <= TimeSpan.FromDays(1) ? 3 : 1.5));
        }

        if (isRole || byOwner || first.Actor.Length == 0)
        {
            return;
        }

        int days = _history.EarlierDays(story.TenantId, first.Actor, first.Time);
        double log = _history.LogDays(first.Time);
        if (days >= UsualDays)
        {
            story.Add(new ChangeSignal("UsualForActor", FormattableString.Invariant($"{first.Actor} gives such rights as everyday work: on {days} days before."), toSelf ? -0.5 : -1));
        }
        else if (days == 0 && log >= LogDaysNeeded)
        {
            story.Add(new ChangeSignal("NewForActor", FormattableString.Invariant($"{first.Actor} never gave such a right in the {log:0} days of log before."), 1));
        }
    }

    private void Application(ChangeStory story)
    {
        string app = story.First.Subject;
        string name = story.First.IsStanding ? story.First.Target : _names.ApplicationName(story.TenantId, app);
        bool isMicrosofts = story.First.IsOfMicrosoft || KnownApplications.NameOf(app).Length > 0;
        if (!isMicrosofts && SuspectNames.PassesForMicrosoft(name) is { } signal)
        {
            story.Add(signal);
        }

        bool isSecret = story.First.Kind is MailboxChangeKind.Credential or MailboxChangeKind.Owner;
        if (isSecret && isMicrosofts)
        {
            story.Add(new ChangeSignal("MicrosoftsApplication", "It is one of Microsoft's own applications, which nobody in a tenant has to give secrets or owners.", 3));
        }
        else if (isSecret && _mailApps.TryGetValue((story.TenantId, app), out DateTimeOffset since) && since <= story.Last + s_around)
        {
            story.Add(new ChangeSignal("ReadsMail", since == DateTimeOffset.MinValue ? "The application may read mail." : "The application was given permissions for mail in this log.", 2));
        }
        else if (story.First.Kind is MailboxChangeKind.Consent or MailboxChangeKind.StandingConsent && isMicrosofts)
        {
            story.Add(new ChangeSignal("MicrosoftsApplication", $"{(KnownApplications.NameOf(app) is { Length: > 0 } published ? published : name)} is one of Microsoft's own applications. Their names are public, and intruders use them too.", -1));
        }

        if (story.First.Kind == MailboxChangeKind.Credential && story.Endings.Count > 0 && story.Endings[^1].Time <= story.Last + TimeSpan.FromDays(1) && story.Changes.Count > 1)
        {
            story.Add(new ChangeSignal("Rotation", "A new secret in place of an old one looks like rotation.", -1.5));
        }
    }

    private void Earlier(ChangeStory story)
    {
        HashSet<string> actors = new(story.Actors, StringComparer.OrdinalIgnoreCase);
        HashSet<string> sessions = new(story.Changes.Select(static c => c.SessionId).Where(static s => s.Length > 0), StringComparer.OrdinalIgnoreCase);
        HashSet<string> networks = [.. story.Changes.Select(static c => c.Network).Where(static n => !n.IsNone).Select(static n => n.ToString())];
        foreach (Finding finding in _context.Earlier.Where(f => f.Severity >= Severity.Low && f.TenantId.Equals(story.TenantId, StringComparison.OrdinalIgnoreCase)))
        {
            bool near = finding.FirstSeen <= story.Last + s_around && finding.LastSeen >= story.First.Time - s_around;
            if (finding.SessionIds.Any(sessions.Contains))
            {
                story.Add(new ChangeSignal("ActorSuspicious", $"It was done in a session of another finding ({finding.Id}).", 3));
            }
            else if (near && finding.Networks.Any(networks.Contains))
            {
                bool same = finding.UserIds.Any(actors.Contains);
                if (same || (finding.Severity >= Severity.Medium && finding.Networks.Any(network => networks.Contains(network) && !Common.IsCommon(finding.TenantId, network, finding.Mailboxes.Count))))
                {
                    story.Add(new ChangeSignal("ActorSuspicious", $"It was done from a network of another finding ({finding.Id}){(same ? " about the same account" : string.Empty)}.", same ? 3 : 2));
                }
            }

            UsedAfterwards(story, finding);
        }
    }

    private void UsedAfterwards(ChangeStory story, Finding finding)
    {
        // What had begun before was not done with what was given here. What stands may have been given long before.
        if (!story.First.IsStanding && (finding.FirstSeen < story.First.Time || finding.FirstSeen > story.Last + s_afterwards))
        {
            return;
        }

        bool byGrantee = MailboxChangeCatalogue.IsMailboxRight(story.First.Kind) && finding is MailAccessAnomaly { Logon: not LogonKind.Owner }
            && finding.UserIds.Any(user => _names.Recipient(story.TenantId, user) == story.First.Target)
            && finding.Mailboxes.Any(mailbox => story.Mailboxes.Contains(mailbox, StringComparer.OrdinalIgnoreCase));
        bool byApplication = story.First.IsOfApplication && finding.Applications.Any(app => _names.Application(story.TenantId, app) == story.First.Subject);
        if (byGrantee || byApplication)
        {
            story.Add(new ChangeSignal("UsedAfterwards", $"It was used: mail was then read out of the ordinary ({finding.Id}).", 3));
        }
    }

    /// <summary>
    /// All that it was used for. By itself that is what rights are given for; whoever gave itself a mailbox and then read it is another matter.
    /// </summary>
    private void Used(ChangeStory story)
    {
        MailboxChange first = story.First;
        bool isRight = MailboxChangeCatalogue.IsMailboxRight(first.Kind) && !first.IsForAnyone && first.Target.Length > 0;
        if (!_context.HasAccessFacts || (!isRight && !first.IsOfApplication))
        {
            return;
        }

        _reads ??= new ReadsSince(_context.Facts, _asked);
        string? read = first.IsOfApplication
            ? _reads.ByApplication(story.TenantId, first.Subject, first.IsStanding ? DateTimeOffset.MinValue : first.Time)
            : _reads.ByUser(story.TenantId, story.Mailboxes, first.Time, user => _names.Recipient(story.TenantId, user) == first.Target);
        if (read is not null)
        {
            bool bySelf = story.Signals.Any(static signal => signal.Code == "ToItself");
            string who = first.IsOfApplication ? "the application" : first.Target;
            story.Add(new ChangeSignal("ReadSince", first.IsStanding ? $"In this log {who} {read}." : $"From that day on {who} {read}. Get-MailExposure, given this finding, lists it.", bySelf ? 1.5 : 0));
        }
    }

    private static string Ago(TimeSpan time) => time.TotalHours < 1 ? ReasonWriter.Count(Math.Max(1, Math.Round(time.TotalMinutes)), "minute")
        : time.TotalHours < 48 ? ReasonWriter.Count(Math.Round(time.TotalHours), "hour") : ReasonWriter.Count(Math.Round(time.TotalDays), "day");
}
