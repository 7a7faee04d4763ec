using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Binding;

/// <summary>What to approve of a finding, also of one that came back from a file: its application, protocol, mailboxes, networks and users, and no more.</summary>
internal static class FindingPattern
{
    private const string None = "none";

    /// <summary>Reads the pattern.</summary>
    /// <param name="input">A finding, or an object made of one by Import-Clixml, ConvertFrom-Json or Import-Csv.</param>
    /// <param name="approval">The pattern, without reason and end.</param>
    /// <returns>Whether the object is a finding of mail access.</returns>
    public static bool TryRead(PSObject input, [NotNullWhen(true)] out MailAccessApproval? approval)
    {
        approval = null;
        string? id = LooseProperties.GetString(input, nameof(Finding.Id));
        string? app = LooseProperties.GetString(input, nameof(MailAccessAnomaly.AppId));
        string? client = LooseProperties.GetString(input, nameof(MailAccessAnomaly.ClientAppId));
        string? family = LooseProperties.Get(input, nameof(MailAccessAnomaly.ClientFamily)) switch
        {
            ClientFamily known => known.ToString(),
            object other when Enum.TryParse(other.ToString(), ignoreCase: true, out ClientFamily parsed) && Enum.IsDefined(parsed) => parsed.ToString(),
            _ => null,
        };
        List<string> mailboxes = Texts(input, nameof(Finding.Mailboxes), nameof(Finding.MailboxesText));
        List<string> networks = Texts(input, nameof(MailAccessAnomaly.Networks), nameof(MailAccessAnomaly.NetworksText));
        if (string.IsNullOrEmpty(id) || app is null || client is null || family is null || mailboxes.Count == 0 || networks.Count == 0)
        {
            return false;
        }

        approval = new MailAccessApproval
        {
            Id = string.Empty,
            TenantId = LooseProperties.GetString(input, nameof(Finding.TenantId)) ?? string.Empty,
            FindingId = id,
            AppIds = [app.Length == 0 ? None : app],
            ClientAppIds = [client.Length == 0 ? None : client],
            ClientFamilies = [family],
            Mailboxes = mailboxes,
            Networks = networks,
            UserIds = Texts(input, nameof(Finding.UserIds), nameof(Finding.UserIdsText)),
            Activities = Activities(input),
            Reason = string.Empty,
            ApprovedAt = default,
            Until = default,
        };
        return true;
    }

    /// <summary>What was done; findings of before activities were judged know of access only.</summary>
    private static ActivityGroup[] Activities(PSObject input)
    {
        string text = LooseProperties.Get(input, nameof(MailAccessAnomaly.Activities)) is IEnumerable list and not string
            ? string.Join(';', list.Cast<object?>())
            : LooseProperties.GetString(input, nameof(MailAccessAnomaly.ActivitiesText)) ?? string.Empty;
        ActivityGroup[] activities = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(static word => Enum.TryParse(word, ignoreCase: true, out ActivityGroup group) && Enum.IsDefined(group))
            .Select(static word => Enum.Parse<ActivityGroup>(word, ignoreCase: true)).Distinct().ToArray();
        return activities.Length > 0 ? activities : [ActivityGroup.Access];
    }

    // Import-Csv gives a list as its type's name; the text twin holds the values.
    public static List<string> Texts(PSObject input, string name, string twin) => LooseProperties.Get(input, name) is IEnumerable list and not string
        ? list.Cast<object?>().Select(static item => (item is PSObject wrapped ? wrapped.BaseObject : item) as string).OfType<string>().ToList()
        : LooseProperties.GetString(input, twin)?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList() ?? [];
}
