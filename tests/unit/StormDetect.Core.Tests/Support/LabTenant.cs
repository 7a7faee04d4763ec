using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace StormDetect.Core.Tests.Support;

/// <summary>
/// The mail-access rows of the lab tenant's export, read in the plainest way there is, so that the detector can be checked against real records without
/// the reader. Null where the data is not on this machine.
/// </summary>
internal static class LabTenant
{
    public static (FactsTenant Tenant, Dictionary<string, (string Label, string Category)> Labels)? Load()
    {
        string? folder = Folder();
        if (folder is null)
        {
            return null;
        }

        Dictionary<string, (string, string)> labels = File.ReadLines(Path.Combine(folder, "labels.tsv")).Skip(1).Select(static l => l.Split('\t'))
            .ToDictionary(static c => c[0], static c => (c[1], c[2]));
        Dictionary<string, (string, string)> byBuiltId = [];
        HashSet<string> seen = [];
        FactsTenant tenant = new();
        foreach (string cell in FirstCells(File.ReadAllText(Path.Combine(folder, "audit-search-export.csv"))).Skip(1))
        {
            JsonElement record;
            try
            {
                record = JsonDocument.Parse(cell).RootElement;
            }
            catch (JsonException)
            {
                continue;
            }

            string id = Text(record, "Id");
            if (Text(record, "Operation") != "MailItemsAccessed" || !seen.Add(id))
            {
                continue;
            }

            string info = Text(record, "ClientInfoString");
            ClientFamily family = info.StartsWith("Client=REST;Client=RESTSystem", StringComparison.Ordinal) ? ClientFamily.RestSystem
                : info.StartsWith("Client=REST", StringComparison.Ordinal) ? ClientFamily.Rest
                : info.StartsWith("Client=OWA", StringComparison.Ordinal) ? ClientFamily.Owa
                : info.StartsWith("Client=MSExchangeRPC", StringComparison.Ordinal) ? ClientFamily.MsExchangeRpc
                : ClientFamily.Unknown;
            AccessPath path = new(Text(record, "AppId"), Text(record, "ClientAppId"), family, LogonKind.Owner);
            string session = Text(record, "SessionId");
            string built = tenant.Read(
                Text(record, "MailboxOwnerUPN").ToLowerInvariant(), path, Text(record, "ClientIPAddress"),
                DateTimeOffset.Parse(Text(record, "CreationTime") + "Z", System.Globalization.CultureInfo.InvariantCulture),
                record.GetProperty("OperationCount").GetInt32(), session.Length == 0 ? null : session, Text(record, "UserId"));
            byBuiltId[built] = labels[id];
        }

        return (tenant, byBuiltId);
    }

    public static string? Folder()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "shared", "data", "lab-tenant-2021");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    private static string Text(JsonElement record, string name) =>
        record.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;

    private static IEnumerable<string> FirstCells(string csv)
    {
        StringBuilder cell = new();
        bool quoted = false;
        bool first = true;
        for (int i = 0; i < csv.Length; i++)
        {
            char c = csv[i];
            if (c == '"')
            {
                if (quoted && i + 1 < csv.Length && csv[i + 1] == '"')
                {
                    i++;
                }
                else
                {
                    quoted = !quoted;
                    continue;
                }
            }
            else if (!quoted && c == ',' && first)
            {
                first = false;
                continue;
            }
            else if (!quoted && c == '\n')
            {
                yield return cell.ToString();
                cell.Clear();
                first = true;
                continue;
            }

            if (first)
            {
                cell.Append(c);
            }
        }
    }
}
