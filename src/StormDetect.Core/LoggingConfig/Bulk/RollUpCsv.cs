using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace StormDetect.Core.LoggingConfig;

/// <summary>The roll-up as CSV: a row a tenant, a column a check. Texts are neutralised for spreadsheets.</summary>
internal static class RollUpCsv
{
    public static void Write(Stream stream, LoggingConfigRollUp rollUp)
    {
        IReadOnlyList<TenantLoggingSummary> tenants = rollUp.Tenants;
        string[] checks = Checks(tenants);
        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) { NewLine = "\r\n" };
        writer.WriteLine(Row(["TenantId", "TenantName", "TakenAt", "Status", "Passed", "Failed", "Unknown", "NotApplicable", "Error", .. checks]));
        foreach (TenantLoggingSummary tenant in tenants)
        {
            Dictionary<string, TenantCheck> own = tenant.Checks.ToDictionary(static check => check.CheckId);
            writer.WriteLine(Row(
            [
                tenant.TenantId, tenant.TenantName, tenant.TakenAtText, tenant.Status.ToString(),
                Number(tenant.Passed), Number(tenant.Failed), Number(tenant.Unknown), Number(tenant.NotApplicable), tenant.Error,
                .. checks.Select(check => own.TryGetValue(check, out TenantCheck? result) ? result.Status.ToString() : string.Empty),
            ]));
        }
    }

    /// <summary>Checks that any tenant has, in the order of the catalogue.</summary>
    public static string[] Checks(IReadOnlyList<TenantLoggingSummary> tenants)
    {
        HashSet<string> used = tenants.SelectMany(static tenant => tenant.Checks).Select(static check => check.CheckId).ToHashSet(StringComparer.Ordinal);
        return LoggingCheckCatalog.Ids.Where(used.Contains).ToArray();
    }

    private static string Row(IEnumerable<string> cells) => string.Join(',', cells.Select(static cell => $"\"{PlainText.Line([cell]).Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
