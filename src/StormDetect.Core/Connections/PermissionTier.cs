namespace StormDetect.Core;

/// <summary>How far permissions reach. Each tier is of use by itself; consent to the ones that are needed.</summary>
public enum PermissionTier
{
    /// <summary>Audit log, sign-ins and directory audits: who did what. Nothing of anybody's mailbox.</summary>
    Logs,

    /// <summary>What is set up now: inbox rules, licences, applications and their consents, domains.</summary>
    RulesAndSettings,

    /// <summary>Subjects, senders and recipients of messages. Never their content.</summary>
    Subjects,
}
