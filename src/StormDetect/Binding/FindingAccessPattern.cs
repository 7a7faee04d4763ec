using System;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Binding;

/// <summary>The mail access a finding is about, also of one that came back from a file.</summary>
internal static class FindingAccessPattern
{
    /// <summary>Reads the pattern.</summary>
    /// <param name="input">A finding, or an object made of one by Import-Clixml, ConvertFrom-Json or Import-Csv.</param>
    /// <param name="pattern">The pattern.</param>
    /// <returns>Whether the object is a finding.</returns>
    public static bool TryRead(PSObject input, [NotNullWhen(true)] out MailAccessPattern? pattern)
    {
        pattern = null;
        if (input.BaseObject is Finding finding)
        {
            pattern = MailAccessPattern.Of(finding);
            return true;
        }

        if (!UtcTime.TryRead(LooseProperties.Get(input, nameof(Finding.FirstSeen)), out DateTimeOffset first)
            || !UtcTime.TryRead(LooseProperties.Get(input, nameof(Finding.LastSeen)), out DateTimeOffset last)
            || string.IsNullOrEmpty(LooseProperties.GetString(input, nameof(Finding.Id))))
        {
            return false;
        }

        if (FindingPattern.TryRead(input, out MailAccessApproval? access))
        {
            pattern = new MailAccessPattern
            {
                Mailboxes = access.Mailboxes,
                Networks = access.Networks,
                AppIds = access.AppIds,
                ClientAppIds = access.ClientAppIds,
                ClientFamilies = access.ClientFamilies.Select(static family => Enum.Parse<ClientFamily>(family)).ToArray(),
                Start = first,
                End = last.AddSeconds(1),
            };
            return true;
        }

        pattern = MailAccessPattern.OfUse(
            LooseProperties.GetString(input, nameof(Finding.DetectionId)) ?? string.Empty,
            FindingPattern.Texts(input, nameof(Finding.Mailboxes), nameof(Finding.MailboxesText)),
            FindingPattern.Texts(input, nameof(MailboxChangeFinding.AppIds), nameof(MailboxChangeFinding.AppIdsText)),
            LooseProperties.GetString(input, nameof(MailboxChangeFinding.Target)) ?? string.Empty,
            first);
        if (pattern is not null)
        {
            return true;
        }

        string[] sessions = [.. FindingPattern.Texts(input, nameof(Finding.SessionIds), nameof(Finding.SessionIdsText))];
        pattern = new MailAccessPattern
        {
            Mailboxes = FindingPattern.Texts(input, nameof(Finding.Mailboxes), nameof(Finding.MailboxesText)),
            SessionIds = sessions,
            Networks = sessions.Length > 0 ? [] : FindingPattern.Texts(input, nameof(Finding.Networks), nameof(Finding.NetworksText)),
        };
        return true;
    }
}
