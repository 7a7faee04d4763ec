using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Exchange's own roles: RBAC for Applications, impersonation, role groups, and the policies that limit applications.</summary>
internal static class ExchangeRoleReader
{
    /// <summary>State of a change that made somebody a member of a role group.</summary>
    public const string GroupMember = "GroupMember";

    /// <summary>State of a change that made a role group.</summary>
    public const string NewGroup = "RoleGroup";

    private static readonly string[] s_scopes = ["CustomResourceScope", "RecipientAdministrativeUnitScope", "CustomRecipientWriteScope", "RecipientOrganizationalUnitScope", "RecipientGroupScope", "ExclusiveRecipientWriteScope"];

    private static readonly string[] s_powerfulGroups = ["organization management", "recipient management", "discovery management", "records management", "compliance management", "security administrator", "ediscovery manager", "ediscovery administrator"];

    public static void Assignment(ChangeRecord record, ChangeLog log)
    {
        NamedValues values = record.Parameters;
        log.Domains(record, null);
        string role = values["Role"] ?? string.Empty;
        string app = values["App"] ?? string.Empty;
        string target = new[] { app, values["User"], values["SecurityGroup"], values["Computer"], values["Policy"] }.FirstOrDefault(static t => !string.IsNullOrWhiteSpace(t)) ?? string.Empty;
        string name = values["Name"] is { Length: > 0 } given ? given : values["Identity"] is { Length: > 0 } identity ? identity : $"{role}-{NameKey.Of(target)}";
        if (record.Operation.StartsWith("Remove", StringComparison.OrdinalIgnoreCase))
        {
            log.Add(new MailboxChange(record, MailboxChangeKind.ApplicationAccess, ChangeDirection.Restores) { Subject = name, State = "Assignment" });
            return;
        }

        string[] scopes = [.. s_scopes.Where(scope => !ChangeText.IsCleared(values[scope])).Select(scope => $"{scope} {values[scope]}")];
        if (Weigh(role, scopes.Length > 0) is not { } signal)
        {
            return;
        }

        log.Add(new MailboxChange(record, MailboxChangeKind.ApplicationAccess, ChangeDirection.Weakens)
        {
            Subject = name,
            State = "Assignment",
            Target = target,
            IsOfApplication = false,
            NewValue = $"{role}" + (scopes.Length > 0 ? $", {string.Join(", ", scopes)}" : ", no scope"),
            Signals = [signal],
        });
    }

    public static void Group(ChangeRecord record, ChangeLog log)
    {
        string group = record.Parameters["Identity"] ?? record.ObjectId;
        log.Domains(record, null);
        if (!s_powerfulGroups.Contains(NameKey.Of(group)))
        {
            return;
        }

        // Update-RoleGroupMember names all members there are from then on; whom it leaves out is not in the record.
        (IReadOnlyList<string> members, IReadOnlyList<string> removed, _) = record.Parameters.Has("Members") ? ChangeText.Edit(record.Parameters["Members"]) : ([record.Parameters["Member"] ?? string.Empty], [], false);
        bool removes = record.Operation.StartsWith("Remove", StringComparison.OrdinalIgnoreCase);
        foreach ((string member, bool isRemoved) in members.Select(member => (member, removes)).Concat(removed.Select(static member => (member, true))))
        {
            log.Add(new MailboxChange(record, MailboxChangeKind.AdminRole, isRemoved ? ChangeDirection.Restores : ChangeDirection.Weakens)
            {
                Subject = group,
                State = GroupMember,
                Target = member,
                NewValue = group,
                Signals = [new ChangeSignal("PowerfulRole", $"Members of {group} can open mailboxes, or give themselves the right to.", 2)],
            });
        }
    }

    /// <summary>A role group of one's own: what it may do is told by its roles, whatever it is called and whoever becomes its member later.</summary>
    public static void NewRoleGroup(ChangeRecord record, ChangeLog log)
    {
        NamedValues values = record.Parameters;
        log.Domains(record, null);
        string name = values["Name"] ?? record.ObjectId;
        bool isScoped = s_scopes.Any(scope => !ChangeText.IsCleared(values[scope]));
        IReadOnlyList<string> members = ChangeText.List(values["Members"]);
        foreach (string role in ChangeText.List(values["Roles"]))
        {
            if (Weigh(role, isScoped) is { } signal)
            {
                log.Add(new MailboxChange(record, MailboxChangeKind.AdminRole, ChangeDirection.Weakens)
                {
                    Subject = role,
                    State = NewGroup,
                    Target = name,
                    NewValue = $"{role} for {(members.Count == 0 ? "no member yet" : string.Join(", ", members))}",
                    Signals = [signal],
                });
            }
        }
    }

    public static void Application(ChangeRecord record, ChangeLog log)
    {
        NamedValues values = record.Parameters;
        log.Domains(record, null);
        if (record.Operation.EndsWith("ServicePrincipal", StringComparison.OrdinalIgnoreCase))
        {
            string app = values["AppId"] ?? values["Identity"] ?? record.ObjectId;
            log.SameApplication(record.TenantId, app, values["ServiceId"] ?? values["ObjectId"]);
            log.Named(record.TenantId, app, values["DisplayName"]);
            log.Add(new MailboxChange(record, MailboxChangeKind.ApplicationAccess, record.Operation.StartsWith("New", StringComparison.OrdinalIgnoreCase) ? ChangeDirection.Weakens : ChangeDirection.Restores)
            {
                Subject = app,
                IsOfApplication = true,
                Target = app,
                State = "ServicePrincipal",
                NewValue = values["DisplayName"] ?? app,
                Signals = [new ChangeSignal("KnownToExchange", "The application was made known to Exchange, which is the step before giving it mailboxes.", 2)],
            });
            return;
        }

        // A policy narrows what an application with a permission for every mailbox reaches: making one is good news, removing it is not.
        string name = values["Identity"] ?? record.ObjectId;
        bool isRemoved = record.Operation.StartsWith("Remove", StringComparison.OrdinalIgnoreCase);
        log.Add(new MailboxChange(record, MailboxChangeKind.ApplicationAccess, isRemoved ? ChangeDirection.Weakens : ChangeDirection.Restores)
        {
            Subject = isRemoved ? name : values["AppId"] ?? name,
            State = "AccessPolicy",
            Target = isRemoved ? name : values["AppId"] ?? string.Empty,
            NewValue = isRemoved ? "removed" : values["AccessRight"] ?? string.Empty,
            Signals = [new ChangeSignal("AccessPolicyRemoved", "A policy that limited which mailboxes an application reaches was removed: its permissions hold for every mailbox again.", 4)],
        });
    }

    private static ChangeSignal? Weigh(string role, bool scoped)
    {
        string name = role.Trim();
        string reach = scoped ? "the mailboxes of its scope" : "every mailbox, because it has no scope";
        bool Is(params string[] parts) => parts.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
        if (name.StartsWith("Application ", StringComparison.OrdinalIgnoreCase))
        {
            return Is("Mail.ReadBasic") ? new ChangeSignal("AppReadsHeaders", $"'{name}' reads subjects and headers of {reach}.", scoped ? 2 : 4)
                : Is("Mail.Send", "SMTP.SendAsApp") && !Is("Full") ? new ChangeSignal("AppSends", $"'{name}' sends as {reach}.", scoped ? 2 : 4)
                : Is("Mail", "EWS", "Full Access", "Exchange") ? new ChangeSignal("AppReadsMail", $"'{name}' reads {reach}.", scoped ? 3 : 6)
                : null;
        }

        return Is("ApplicationImpersonation") ? new ChangeSignal("Impersonation", $"ApplicationImpersonation acts as the owner of {reach}.", scoped ? 4 : 6)
            : Is("Mailbox Import Export") ? new ChangeSignal("MailboxExport", "Mailbox Import Export copies whole mailboxes out.", 4)
            : Is("Mailbox Search") ? new ChangeSignal("MailboxSearch", "Mailbox Search reads mail of every mailbox.", 3)
            : null;
    }
}
