using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>
/// Rights on folders: of cmdlets, and of mailbox records (what Outlook and Exchange Web Services set). People share calendars all day; what matters is mail, and everybody
/// (<c>Default</c> or <c>Everyone</c> is every user of the tenant, <c>Anonymous</c> is who has not even signed in).
/// </summary>
internal static class FolderGrantReader
{
    private static readonly string[] s_reading =
    [
        "ReadAny", "ReadItems", "FullDetails", "Owner", "Reviewer", "Editor", "Author", "PublishingEditor", "PublishingAuthor", "NonEditingAuthor", "FolderOwner", "FullControl", "ReadBody",
    ];

    /// <summary>Folders without mail, in the languages most mailboxes have. A folder that is none of these may hold mail.</summary>
    private static readonly FrozenSet<string> s_withoutMail = new[]
    {
        "calendar", "contacts", "tasks", "notes", "journal", "birthdays", "to-do",
        "kalender", "kontakte", "aufgaben", "notizen", "calendrier", "tâches", "calendario", "contactos", "tareas", "notas", "calendário", "contatos", "tarefas",
        "contatti", "attività", "note", "agenda", "contactpersonen", "taken", "notities", "kontakter", "uppgifter", "opgaver", "oppgaver", "kalenteri", "tehtävät", "yhteystiedot",
        "kalendarz", "kontakty", "zadania", "kalendář", "úkoly", "календарь", "контакты", "задачи", "takvim", "kişiler", "görevler", "予定表", "連絡先", "タスク", "日历", "联系人", "任务",
        "行事曆", "連絡人", "工作", "일정", "연락처", "작업", "التقويم", "לוח שנה", "ปฏิทิน", "lịch", "naptár", "névjegyek", "ημερολόγιο",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool IsAnyone(string name) =>
        NameKey.Of(name) is "default" or "everyone" or "anonymous" or "s-1-1-0" or "s-1-5-7" or "authenticated users" or "s-1-5-11" or "nt authority\\authenticated users";

    public static void ReadCmdlet(ChangeRecord record, ChangeLog log)
    {
        string identity = record.Parameters["Identity"] ?? record.ObjectId;
        int cut = identity.IndexOf(":\\", StringComparison.Ordinal);
        cut = cut < 0 ? identity.IndexOf(':', StringComparison.Ordinal) : cut;
        string mailbox = cut < 0 ? identity : identity[..cut];
        string folder = cut < 0 ? string.Empty : identity[(cut + 1)..];
        log.Domains(record, mailbox);
        bool isRemoved = record.Operation.StartsWith("Remove", StringComparison.OrdinalIgnoreCase);
        Add(record, log, mailbox, folder, record.Parameters["User"] ?? string.Empty, isRemoved ? "None" : record.Parameters["AccessRights"] ?? string.Empty, byOwner: IsSame(record.UserId, mailbox));
    }

    public static void ReadItem(ChangeRecord record, ChangeLog log)
    {
        NamedValues folder = record.ParentFolder;
        string member = folder["MemberUpn"] is { Length: > 0 } upn ? upn : folder["MemberSid"] ?? string.Empty;
        string mailbox = record.MailboxOwner.Length > 0 ? record.MailboxOwner : record.MailboxGuid;

        // "Owner@local" and "Member@local" are the roles of a group's mailbox.
        if (member.Length == 0 || member.EndsWith("@local", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        log.Same(record.TenantId, record.MailboxOwner, record.MailboxGuid);
        bool isRemoved = record.Operation.StartsWith("Remove", StringComparison.OrdinalIgnoreCase);
        bool byOwner = record.Logon is LogonKind.Owner or LogonKind.Unknown && (record.UserId.Length == 0 || IsSame(record.UserId, mailbox));
        string path = folder["Path"] is { Length: > 0 } text && text != "Not Available" ? text : folder["Name"] ?? string.Empty;
        Add(record, log, mailbox, path, member, isRemoved ? "None" : folder["MemberRights"] ?? string.Empty, byOwner);
    }

    private static bool IsSame(string user, string mailbox) => NameKey.LocalPart(NameKey.Of(user)) == NameKey.LocalPart(NameKey.Of(mailbox));

    private static void Add(ChangeRecord record, ChangeLog log, string mailbox, string folder, string member, string rightsText, bool byOwner)
    {
        IReadOnlyList<string> rights = ChangeText.Words(rightsText);
        bool reads = rights.Any(static right => s_reading.Contains(right, StringComparer.OrdinalIgnoreCase));
        bool anyone = IsAnyone(member);
        bool anonymous = NameKey.Of(member) is "anonymous" or "s-1-5-7";
        bool mail = !folder.Split('\\', '/').Any(static part => s_withoutMail.Contains(part.Trim()));
        if (IsSame(member, mailbox) || (!mail && byOwner && !anonymous))
        {
            return;
        }

        string which = folder.Trim('\\', '/').Length == 0 ? "the top of the mailbox" : folder;
        string who = anonymous ? "People who have not signed in" : "All users of the tenant";
        ChangeSignal signal = !mail ? new ChangeSignal(anyone ? "FolderForAnyone" : "Folder", $"{(anyone ? who : member)} may read {which}, which holds no mail.", anonymous ? 2 : 0.5)
            : anyone ? new ChangeSignal("FolderForAnyone", $"{who} may read {which}.", 5)
            : new ChangeSignal("Folder", $"{member} may read {which}.", 1);
        log.Add(new MailboxChange(record, MailboxChangeKind.FolderPermission, reads ? ChangeDirection.Weakens : ChangeDirection.Restores)
        {
            Subject = mailbox,
            IsOfMailbox = true,
            State = "Folder:" + folder.Trim('\\', '/').ToLowerInvariant(),
            Target = member,
            IsForAnyone = anyone,
            NewValue = $"{which}: {rightsText}",
            Signals = [signal],
        });
    }
}
