using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace StormDetect.Core.LoggingConfig;

/// <summary>
/// Reads the results file of ScubaGear (MetaData, Summary, Results, Raw). Of Raw, the answers to the same commands; a command ScubaGear lists as failed is unreadable here, not empty.
/// Of Results, each control's verdict, to be shown beside ours.
/// </summary>
internal static class ScubaResultsFile
{
    private static readonly (string Raw, ConfigPart Part, string Command)[] s_settings =
    [
        ("admin_audit_log_config", ConfigPart.AuditLogConfig, "Get-AdminAuditLogConfig"),
        ("org_config", ConfigPart.Organization, "Get-OrganizationConfig"),
        ("remote_domains", ConfigPart.RemoteDomains, "Get-RemoteDomain"),
        ("protection_alerts", ConfigPart.ProtectionAlerts, "Get-ProtectionAlert"),
        ("unified_audit_log_retention_policies", ConfigPart.RetentionPolicies, "Get-UnifiedAuditLogRetentionPolicy"),
        ("authorization_policies", ConfigPart.AuthorizationPolicy, "Get-MgBetaPolicyAuthorizationPolicy"),
        ("license_information", ConfigPart.SubscribedSkus, "Get-MgBetaSubscribedSku"),
    ];

    public static ConfigSnapshot Read(byte[] bytes, string path)
    {
        using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 128 });
        JsonElement root = document.RootElement;
        if (ConfigBag.Get(root, "Results") is not JsonElement results)
        {
            throw SnapshotReader.NotASnapshot(path);
        }

        object? meta = ConfigBag.Get(root, "MetaData");
        object? raw = ConfigBag.Get(root, "Raw");
        string? stamp = ConfigBag.Text(meta, "TimestampZulu") ?? ConfigBag.Text(raw, "timestamp_zulu");
        ConfigSnapshotBuilder builder = new(ConfigValue.TryTime(stamp, out DateTimeOffset time) ? time : throw SnapshotReader.NotASnapshot(path))
        {
            TenantId = ConfigBag.Text(meta, "TenantId") ?? string.Empty,
            TenantName = ConfigBag.Text(meta, "DisplayName") ?? string.Empty,
        };
        string source = $"ScubaGear {ConfigBag.Text(meta, "ToolVersion")}".Trim();
        HashSet<string> failed = Commands(raw, "_unsuccessful_commands");
        foreach ((string name, ConfigPart part, string command) in s_settings)
        {
            Take(builder, raw, name, part, source, failed.Contains(command) ? command : null);
        }

        builder.ImportScuba(Verdicts(results));
        ConfigSnapshot snapshot = builder.Build();
        return new ConfigSnapshot(snapshot.Contents) { TenantId = snapshot.TenantId, TenantName = snapshot.TenantName, TakenAt = snapshot.TakenAt, Path = path, ScubaResults = snapshot.ScubaResults };
    }

    private static void Take(ConfigSnapshotBuilder builder, object? raw, string name, ConfigPart part, string source, string? failed)
    {
        if (ConfigBag.Objects(ConfigBag.Get(raw, name)) is not { } rows)
        {
            return;
        }

        builder.Begin(part, source);
        foreach (object row in rows)
        {
            builder.Add(part, Properties((JsonElement)row));
        }

        if (failed is not null)
        {
            builder.Fail(part, $"ScubaGear could not run {failed}");
        }
        else if (rows.Count > 0 || part is ConfigPart.RetentionPolicies)
        {
            builder.Complete(part);
        }
        else
        {
            builder.Fail(part, "ScubaGear's file holds an empty answer");
        }
    }

    private static Dictionary<string, object?> Properties(JsonElement row)
    {
        Dictionary<string, object?> properties = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty property in row.EnumerateObject())
        {
            properties[property.Name] = property.Value.ValueKind == JsonValueKind.Null ? null : property.Value;
        }

        return properties;
    }

    private static HashSet<string> Commands(object? raw, string suffix)
    {
        HashSet<string> commands = new(StringComparer.OrdinalIgnoreCase);
        if (raw is JsonElement { ValueKind: JsonValueKind.Object } element)
        {
            foreach (JsonProperty property in element.EnumerateObject().Where(property => property.Name.EndsWith(suffix, StringComparison.Ordinal)))
            {
                commands.UnionWith(ConfigValue.Normalise(property.Value) as string[] ?? []);
            }
        }

        return commands;
    }

    private static Dictionary<string, string> Verdicts(JsonElement results)
    {
        Dictionary<string, string> verdicts = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty product in results.ValueKind == JsonValueKind.Object ? results.EnumerateObject() : default)
        {
            foreach (object group in ConfigBag.Objects(product.Value) ?? [])
            {
                foreach (object control in ConfigBag.Objects(ConfigBag.Get(group, "Controls")) ?? [])
                {
                    if (ConfigBag.Text(control, "Control ID") is { Length: > 0 } id)
                    {
                        verdicts[id] = ConfigBag.Text(control, "Result") ?? string.Empty;
                    }
                }
            }
        }

        return verdicts;
    }
}
