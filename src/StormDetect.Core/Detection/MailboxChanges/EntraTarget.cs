using System;
using System.Text.Json;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>
/// What an Entra record acted on. <c>Target</c> is a list of ids with types: 1 a name, 2 an object id or the kind of object ("ServicePrincipal_..."), 4 the service principal names, 5 the user
/// principal name.
/// </summary>
/// <param name="Kind">Application, ServicePrincipal, User ...; empty where the record does not say.</param>
/// <param name="ObjectId">The object's id.</param>
/// <param name="AppId">The application's id, where it is one.</param>
/// <param name="Name">Its display name.</param>
/// <param name="User">The user principal name, where it is a user.</param>
internal sealed record EntraTarget(string Kind, string ObjectId, string AppId, string Name, string User)
{
    public static EntraTarget Of(ChangeRecord record)
    {
        string kind = string.Empty;
        string objectId = string.Empty;
        string appId = Guid.TryParse(record.ObjectId, out Guid id) ? id.ToString("D") : FirstGuid(record.ObjectId);
        string name = string.Empty;
        string user = record.ObjectId.Contains('@', StringComparison.Ordinal) ? record.ObjectId : string.Empty;
        foreach ((string value, int type) in Entries(record["Target"]))
        {
            int cut = value.IndexOf('_', StringComparison.Ordinal);
            if (type == 1)
            {
                name = name.Length > 0 ? name : value;
            }
            else if (type == 2 && cut > 0 && Guid.TryParse(value.AsSpan(cut + 1), out Guid target))
            {
                kind = value[..cut];
                objectId = target.ToString("D");
            }
            else if (type == 4)
            {
                appId = FirstGuid(value) is { Length: > 0 } first ? first : appId;
            }
            else if (type == 5)
            {
                user = value;
            }
        }

        return new EntraTarget(kind, objectId, appId == objectId ? string.Empty : appId, name, user);
    }

    private static System.Collections.Generic.IEnumerable<(string Value, int Type)> Entries(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            yield break;
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            yield break;
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                yield break;
            }

            foreach (JsonElement entry in document.RootElement.EnumerateArray())
            {
                if (entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("ID", out JsonElement value) && value.ValueKind == JsonValueKind.String
                    && entry.TryGetProperty("Type", out JsonElement type) && type.ValueKind == JsonValueKind.Number && type.TryGetInt32(out int number))
                {
                    yield return (value.GetString()!, number);
                }
            }
        }
    }

    // Names of a service principal: "00000003-0000-0000-c000-000000000000/ags.windows.net;https://graph.microsoft.com ..."
    private static string FirstGuid(string names)
    {
        foreach (string part in names.Split(';', '/'))
        {
            if (Guid.TryParse(part.Trim(), out Guid id))
            {
                return id.ToString("D");
            }
        }

        return string.Empty;
    }
}
