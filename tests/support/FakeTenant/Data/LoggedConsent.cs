using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StormDetect.FakeTenant;

/// <summary>What a record "Consent to application." of the log made: a service principal and its grants, by the ids that the record names.</summary>
/// <param name="AppId">The application.</param>
/// <param name="PrincipalId">Its service principal.</param>
/// <param name="Name">Its name.</param>
/// <param name="Grants">The delegated permissions, as Graph shows them.</param>
internal sealed partial record LoggedConsent(string AppId, string PrincipalId, string Name, IReadOnlyList<JsonElement> Grants)
{
    public static IEnumerable<LoggedConsent> Read(TenantData data)
    {
        for (int row = 0; row < data.Log.Count; row++)
        {
            LogEntry entry = data.Log[row];
            if (!entry.Operation.StartsWith("Consent to application", StringComparison.Ordinal))
            {
                continue;
            }

            using JsonDocument record = JsonDocument.Parse(data.Read(row));
            JsonElement root = record.RootElement;
            string permissions = Items(root, "ModifiedProperties").Where(static item => Text(item, "Name") == "ConsentAction.Permissions").Select(static item => Text(item, "NewValue")).FirstOrDefault(string.Empty);
            string after = permissions.Split("=>")[^1];
            JsonElement[] grants = [.. Grant().Matches(after).Select(static match => JsonObjects.From(new
            {
                id = match.Groups["id"].Value,
                clientId = match.Groups["client"].Value,
                consentType = match.Groups["type"].Value,
                principalId = match.Groups["principal"].Value is { Length: > 0 } principal ? principal : null,
                resourceId = match.Groups["resource"].Value,
                scope = match.Groups["scope"].Value.Trim(),
            }))];
            string name = Items(root, "Target").Where(static item => item.TryGetProperty("Type", out JsonElement type) && type.GetInt32() == 1).Select(static item => Text(item, "ID")).FirstOrDefault("Application");
            if (grants.Length > 0)
            {
                yield return new LoggedConsent(entry.ObjectId, grants[0].GetProperty("clientId").GetString()!, name, grants);
            }
        }
    }

    [GeneratedRegex(@"Id: (?<id>[^,\]]*), ClientId: (?<client>[^,\]]*), PrincipalId: (?<principal>[^,\]]*), ResourceId: (?<resource>[^,\]]*), ConsentType: (?<type>[^,\]]*), Scope: (?<scope>[^\]]*)")]
    private static partial Regex Grant();

    private static JsonElement.ArrayEnumerator Items(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;

    private static string Text(JsonElement item, string name) => item.TryGetProperty(name, out JsonElement value) ? value.ToString() : string.Empty;
}
