using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.LoggingConfig;

/// <summary>Whose licence holds which service plan.</summary>
internal sealed class LicenceIndex
{
    /// <summary>M365_ADVANCED_AUDITING: records of this user's actions are kept for a year (Audit Premium).</summary>
    public const string AdvancedAuditing = "2f442157-a11c-46b9-ae5b-6e39ff4e5849";

    /// <summary>EXCHANGE_S_ENTERPRISE and EXCHANGE_S_STANDARD.</summary>
    private static readonly string[] s_exchange = ["efb87545-963c-4e0d-99df-69c6916d9eb0", "9aaf7827-d63c-4b61-89c3-182f06f82e5c"];

    private readonly Dictionary<string, ConfigRow> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ConfigRow> _byName = new(StringComparer.OrdinalIgnoreCase);

    public LicenceIndex(PartContent licences)
    {
        foreach (ConfigRow row in licences.Rows)
        {
            if (row.Text("Id") is { Length: > 0 } id)
            {
                _byId[id] = row;
            }

            if (row.Text("UserPrincipalName") is { Length: > 0 } name)
            {
                _byName[name] = row;
            }
        }
    }

    /// <summary>The licence row of a mailbox's owner; null where there is none.</summary>
    public ConfigRow? Of(ConfigRow mailbox) =>
        mailbox.Text("ExternalDirectoryObjectId") is { Length: > 0 } id && _byId.TryGetValue(id, out ConfigRow? row) ? row
        : mailbox.Text("UserPrincipalName") is { Length: > 0 } name && _byName.TryGetValue(name, out row) ? row
        : null;

    /// <summary>Whether a user's plan keeps the records of their actions for a year; null where that is not known.</summary>
    public static bool? HasAdvancedAuditing(ConfigRow? user) => Has(user, AdvancedAuditing);

    /// <summary>Whether a user has one of the two documented plans of Exchange Online; null where that is not known.</summary>
    public static bool? HasExchange(ConfigRow? user)
    {
        bool?[] plans = s_exchange.Select(plan => Has(user, plan)).ToArray();
        return plans.Contains(true) ? true : plans.Contains(null) ? null : false;
    }

    // A plan that is owned but still being set up, or switched off, does nothing: only Success (licence details) and Enabled (assigned plans) count.
    private static bool? Has(ConfigRow? user, string plan) =>
        user?.List("Plans")?.Any(entry => entry.Equals(plan + "=success", StringComparison.OrdinalIgnoreCase) || entry.Equals(plan + "=enabled", StringComparison.OrdinalIgnoreCase));
}
