namespace StormDetect.Core.Scenarios;

/// <summary>A time in which the log holds less than happened, because somebody saw to it.</summary>
/// <param name="Cause">In kebab-case: actor-bypassed, audit-set, ingestion-off.</param>
/// <param name="From">First silent second, in scenario seconds.</param>
/// <param name="To">The second after the last.</param>
/// <param name="Actor">Whose doings in mailboxes are missing; null for everybody's.</param>
/// <param name="Mailbox">Whose mail access is missing; null together with no actor for everything in the tenant.</param>
internal sealed record LogSilence(string Cause, int From, int To, Mailbox? Actor, Mailbox? Mailbox)
{
    /// <summary>Whether the log lacks a record.</summary>
    public bool Hides(in ScenarioEvent entry)
    {
        if (entry.Time < From || entry.Time >= To)
        {
            return false;
        }

        if (Mailbox is not null)
        {
            return entry.Mailbox == Mailbox && entry.Kind is RecordKind.Bind or RecordKind.Sync;
        }

        // Bypassing hides what an account does in mailboxes, not its cmdlets and sign-ins.
        return Actor is null
            || ((entry.Session.Actor ?? entry.Mailbox) == Actor && !entry.Session.Client.IsApplication && entry.Session.SystemUser is null
                && entry.Kind is RecordKind.Bind or RecordKind.Sync or RecordKind.Send or RecordKind.Create or RecordKind.Update or RecordKind.Move
                    or RecordKind.MoveToDeletedItems or RecordKind.SoftDelete or RecordKind.HardDelete);
    }
}
