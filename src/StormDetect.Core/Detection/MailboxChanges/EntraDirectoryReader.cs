using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Accounts, directory roles, partners and licences of Entra.</summary>
internal static class EntraDirectoryReader
{
    // Roles that open mail or can give themselves what does (Microsoft Entra built-in roles, by template id).
    private static readonly Dictionary<string, string> s_roles = new(StringComparer.OrdinalIgnoreCase)
    {
        ["62e90394-69f5-4237-9190-012177145e10"] = "Global Administrator",
        ["29232cdf-9323-42fd-ade2-1d097af3e4de"] = "Exchange Administrator",
        ["e8611ab8-c189-46e8-94e1-60213ab1f814"] = "Privileged Role Administrator",
        ["7be44c8a-adaf-4e2a-84d6-ab2649e08a13"] = "Privileged Authentication Administrator",
        ["9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"] = "Application Administrator",
        ["158c047a-c907-4556-b7ef-446551a6b5f7"] = "Cloud Application Administrator",
        ["17315797-102d-40b4-93e0-432062caca18"] = "Compliance Administrator",
    };

    /// <summary>State of a change that gave a directory role.</summary>
    public const string RoleMember = "Member";

    private static readonly string[] s_endings = ["Remove", "Delete", "Terminate", "Demote", "Reject", "Expire"];

    private const string AdvancedAuditing = "M365_ADVANCED_AUDITING";
    private const string AdvancedAuditingId = "2f442157-a11c-46b9-ae5b-6e39ff4e5849";

    public static void User(ChangeRecord record, ChangeLog log)
    {
        string user = EntraTarget.Of(record).User;
        log.WasCreated(record, user.Length > 0 ? user : record.ObjectId);
    }

    public static void Member(ChangeRecord record, ChangeLog log)
    {
        NamedValues values = record.ModifiedProperties;
        bool removes = record.Operation.StartsWith("Remove", StringComparison.OrdinalIgnoreCase);
        string template = Either(values, "Role.TemplateId");
        string name = Either(values, "Role.DisplayName");
        if (!s_roles.TryGetValue(template, out string? role))
        {
            role = s_roles.Values.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? (name.Equals("Company Administrator", StringComparison.OrdinalIgnoreCase) ? "Global Administrator" : null);
        }

        if (role is null)
        {
            return;
        }

        EntraTarget target = EntraTarget.Of(record);
        string who = target.User.Length > 0 ? target.User : target.Name.Length > 0 ? target.Name : record.ObjectId;
        bool isApplication = target.Kind == "ServicePrincipal";
        List<ChangeSignal> signals = [new ChangeSignal("PowerfulRole", $"{role} can open mailboxes, or give itself the right to.", 2)];
        if (isApplication)
        {
            signals.Add(new ChangeSignal("RoleForApplication", "The role went to an application, which uses it without any user.", 2));
        }

        log.Add(new MailboxChange(record, MailboxChangeKind.AdminRole, removes ? ChangeDirection.Restores : ChangeDirection.Weakens)
        {
            Subject = role,
            State = RoleMember,
            Target = who,
            NewValue = role,
            Signals = signals,
        });
    }

    /// <summary>The id of a role's definition, which for built-in roles is that of its template; empty for one that is not known.</summary>
    public static string RoleId(string name) => s_roles.FirstOrDefault(role => role.Value == name).Key ?? string.Empty;

    /// <summary>Delegated administration by a partner: of the old kind (whole tenant, for ever), and the granular one.</summary>
    public static void Partner(ChangeRecord record, ChangeLog log)
    {
        string operation = record.Operation.TrimEnd('.');
        bool ends = s_endings.Any(word => operation.Contains(word, StringComparison.OrdinalIgnoreCase));
        EntraTarget target = EntraTarget.Of(record);
        string who = target.Name.Length > 0 ? target.Name : record.ObjectId.Length > 0 ? record.ObjectId : "a partner";
        log.Add(new MailboxChange(record, MailboxChangeKind.PartnerAccess, ends ? ChangeDirection.Restores : ChangeDirection.Weakens)
        {
            Subject = who,
            Target = who,
            State = "Partner",
            NewValue = operation,
            Signals = [new ChangeSignal("PartnerAccess", "Another organisation was given administration of the tenant; its administrators can open mailboxes, and come from accounts that are not in this directory.", 5)],
        });
    }

    /// <summary>The plan behind longer retention and, before 2024, behind records of reads.</summary>
    public static void License(ChangeRecord record, ChangeLog log)
    {
        foreach (NamedValue value in record.ModifiedProperties)
        {
            bool now = Disables(value.Value);
            bool before = Disables(value.OldValue);
            if (now == before)
            {
                continue;
            }

            EntraTarget target = EntraTarget.Of(record);
            string user = target.User.Length > 0 ? target.User : record.ObjectId;
            log.Add(new MailboxChange(record, MailboxChangeKind.AuditTampering, now ? ChangeDirection.Weakens : ChangeDirection.Restores)
            {
                Subject = user,
                IsOfMailbox = true,
                State = "License",
                OldValue = before ? $"{AdvancedAuditing} disabled" : $"{AdvancedAuditing} enabled",
                NewValue = now ? $"{AdvancedAuditing} disabled" : $"{AdvancedAuditing} enabled",
                Signals = [new ChangeSignal("AdvancedAuditingOff", $"The plan {AdvancedAuditing} was taken out of the licence: records are kept for 180 days in place of a year, and where the tenant's licences still need it, reads are not recorded at all.", 4)],
                Blinds = new BlindSpot(BlindScope.Mailbox, BlindCause.NotLicensed, Certainty.Possible, $"the plan {AdvancedAuditing} is disabled; since 2024 reads are recorded without it in most tenants"),
            });
            return;
        }
    }

    private static bool Disables(string licences)
    {
        for (int at = licences.IndexOf("DisabledPlans", StringComparison.OrdinalIgnoreCase); at >= 0; at = licences.IndexOf("DisabledPlans", at + 1, StringComparison.OrdinalIgnoreCase))
        {
            int end = licences.IndexOf(']', at);
            string plans = end < 0 ? licences[at..] : licences[at..end];
            if (plans.Contains(AdvancedAuditing, StringComparison.OrdinalIgnoreCase) || plans.Contains(AdvancedAuditingId, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static string Either(NamedValues values, string name)
    {
        foreach (NamedValue value in values)
        {
            if (value.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return (value.Value.Length > 0 ? value.Value : value.OldValue).Trim().Trim('"');
            }
        }

        return string.Empty;
    }
}
