using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.LoggingConfig;

/// <summary>Makes a row of an object as a cmdlet, a request or a file gives it: picks what is kept, and flattens what Graph nests.</summary>
internal static class RowShape
{
    private static readonly HashSet<string> s_words = new(StringComparer.Ordinal) { "AuditOwner", "AuditDelegate", "AuditAdmin", "DefaultAuditSet", "Plans", "Categories" };

    private static readonly HashSet<string> s_lists = new(StringComparer.Ordinal)
    {
        "RecordTypes", "Operations", "UserIds", "NotifyUser", "EwsAllowList", "PermissionGrantPoliciesAssigned", "Destinations",
    };

    /// <summary>Names inside of what a property holds.</summary>
    public static IReadOnlyList<string> NestedNames { get; } =
    [
        "LicenseDetails", "AssignedPlans", "ServicePlans", "ServicePlanId", "ServicePlanName", "ProvisioningStatus", "DefaultUserRolePermissions", "ApplicationRestrictions",
        "PasswordCredentials", "KeyCredentials", "RestrictionType", "State", "MaxLifetime", "properties", "logs", "category", "enabled", "workspaceId", "storageAccountId",
        "eventHubAuthorizationRuleId", "marketplacePartnerId",
    ];

    // Properties that cmdlets show as null where nothing is set: null is an answer here.
    private static readonly HashSet<string> s_unset = new(StringComparer.Ordinal) { "CustomResourceScope", "CustomRecipientWriteScope", "EffectiveUserName", "EwsEnabled", "EwsApplicationAccessPolicy" };

    /// <summary>Which part an object is of, by its properties; null for none.</summary>
    public static PartDefinition? Recognise(object bag)
    {
        foreach (PartDefinition definition in PartCatalog.All)
        {
            foreach (string[] signature in definition.Signatures)
            {
                if (Array.TrueForAll(signature, name => ConfigBag.Has(bag, name)))
                {
                    return definition;
                }
            }
        }

        // The licence details of a user come as a list of objects that do not say whose they are; diagnostic settings nest everything but their name.
        return ConfigBag.Path(bag, "properties", "logs") is not null ? PartCatalog.Of(ConfigPart.DiagnosticSettings) : null;
    }

    public static object?[] Values(PartDefinition definition, object bag)
    {
        object?[] values = new object?[definition.Properties.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Value(definition.Part, definition.Properties[i], bag);
        }

        return values;
    }

    private static object? Value(ConfigPart part, string name, object bag)
    {
        object? raw = ConfigBag.Get(bag, name);
        if (s_words.Contains(name) && raw is not null)
        {
            return ConfigValue.NormaliseWords(raw);
        }

        if (s_lists.Contains(name) && raw is not null)
        {
            return ConfigValue.NormaliseList(raw);
        }

        if (raw is not null)
        {
            return ConfigValue.Normalise(raw) is string[] list ? list.Length == 1 ? list[0] : null : ConfigValue.Normalise(raw);
        }

        if (s_unset.Contains(name) && ConfigBag.Has(bag, name))
        {
            return string.Empty;
        }

        return (part, name) switch
        {
            (ConfigPart.SubscribedSkus or ConfigPart.UserLicences, "Plans") => Plans(bag),
            (ConfigPart.AuthorizationPolicy, "AllowedToCreateApps") => ConfigValue.Normalise(ConfigBag.Path(bag, "DefaultUserRolePermissions", name)),
            (ConfigPart.AuthorizationPolicy, "PermissionGrantPoliciesAssigned") => ConfigValue.NormaliseList(ConfigBag.Path(bag, "DefaultUserRolePermissions", name)),
            (ConfigPart.AppManagementPolicy, "PasswordAddition") => Restriction(bag, "PasswordCredentials", "passwordAddition", lifetime: false),
            (ConfigPart.AppManagementPolicy, "PasswordLifetimeDays") => Restriction(bag, "PasswordCredentials", "passwordLifetime", lifetime: true),
            (ConfigPart.AppManagementPolicy, "KeyLifetimeDays") => Restriction(bag, "KeyCredentials", "asymmetricKeyLifetime", lifetime: true),
            (ConfigPart.DiagnosticSettings, "Categories") => Categories(bag),
            (ConfigPart.DiagnosticSettings, "Destinations") => Destinations(bag),
            _ => null,
        };
    }

    /// <summary>Service plans as <c>id=status</c>: AssignedPlans of a user, ServicePlans of a licence, or LicenseDetails that hold those.</summary>
    private static string[]? Plans(object bag)
    {
        if (ConfigBag.Objects(ConfigBag.Get(bag, "LicenseDetails")) is { } details)
        {
            IReadOnlyList<object>?[] all = details.Select(static detail => ConfigBag.Objects(ConfigBag.Get(detail, "ServicePlans"))).ToArray();
            return Array.Exists(all, static plans => plans is null) ? null : all.SelectMany(static plans => plans!).Select(Plan).ToArray();
        }

        IReadOnlyList<object>? own = ConfigBag.Objects(ConfigBag.Get(bag, "AssignedPlans")) ?? ConfigBag.Objects(ConfigBag.Get(bag, "ServicePlans"));
        return own?.Select(Plan).ToArray();
    }

    private static string Plan(object plan) =>
        $"{ConfigBag.Text(plan, "ServicePlanId")}={ConfigBag.Text(plan, "ProvisioningStatus") ?? ConfigBag.Text(plan, "CapabilityStatus")}".ToLowerInvariant();

    private static string? Restriction(object bag, string list, string type, bool lifetime)
    {
        IReadOnlyList<object>? entries = ConfigBag.Objects(ConfigBag.Path(bag, "ApplicationRestrictions", list));
        if (entries is null)
        {
            return null;
        }

        foreach (object entry in entries)
        {
            if (!string.Equals(ConfigBag.Text(entry, "RestrictionType"), type, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            string state = ConfigBag.Text(entry, "State") ?? "enabled";
            if (!lifetime || !state.Equals("enabled", StringComparison.OrdinalIgnoreCase))
            {
                return state;
            }

            return ConfigValue.Days(ConfigBag.Text(entry, "MaxLifetime"))?.ToString(CultureInfo.InvariantCulture);
        }

        return "none";
    }

    private static string[]? Categories(object bag) =>
        (ConfigBag.Objects(ConfigBag.Path(bag, "properties", "logs")) ?? ConfigBag.Objects(ConfigBag.Get(bag, "logs")))?
            .Where(static log => string.Equals(ConfigBag.Text(log, "enabled"), "true", StringComparison.OrdinalIgnoreCase))
            .Select(static log => ConfigBag.Text(log, "category")).OfType<string>().ToArray();

    private static string[]? Destinations(object bag)
    {
        object? properties = ConfigBag.Get(bag, "properties") ?? bag;
        string[] names = ["workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId"];

        // Which kind, not which: an id of a resource is nothing a snapshot needs.
        return ConfigBag.Has(properties, "logs") ? names.Where(name => ConfigBag.Text(properties, name) is { Length: > 0 }).ToArray() : null;
    }
}
