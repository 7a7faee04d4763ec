using System;
using System.IO;
using System.Text.Json;

namespace StormDetect.Core.LoggingConfig;

/// <summary>The roll-up as JSON.</summary>
internal static class RollUpJson
{
    private const int SchemaVersion = 1;

    public static void Write(Stream stream, LoggingConfigRollUp rollUp, DateTimeOffset writtenAt)
    {
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", SchemaVersion);
        json.WriteString("writtenAt", writtenAt.UtcDateTime);
        json.WriteStartArray("tenants");
        foreach (TenantLoggingSummary tenant in rollUp.Tenants)
        {
            json.WriteStartObject();
            json.WriteString("tenantId", tenant.TenantId);
            json.WriteString("tenantName", tenant.TenantName);
            json.WriteString("status", tenant.Status.ToString());
            json.WriteString("path", tenant.Path);
            if (tenant.TakenAt is { } takenAt)
            {
                json.WriteString("takenAt", takenAt.UtcDateTime);
            }

            if (tenant.Error.Length > 0)
            {
                json.WriteString("error", tenant.Error);
            }

            json.WriteNumber("passed", tenant.Passed);
            json.WriteNumber("failed", tenant.Failed);
            json.WriteNumber("unknown", tenant.Unknown);
            json.WriteNumber("notApplicable", tenant.NotApplicable);
            json.WriteStartArray("checks");
            foreach (TenantCheck check in tenant.Checks)
            {
                json.WriteStartObject();
                json.WriteString("checkId", check.CheckId);
                json.WriteString("status", check.Status.ToString());
                json.WriteString("severity", check.Severity.ToString());
                json.WriteString("summary", check.Summary);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
