using System;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using StormDetect.Core;

namespace StormDetect.Binding;

/// <summary>
/// Writes the outer object of Search-UnifiedAuditLog as JSON again, for rows whose AuditData is missing or cut: the reader then says so and keeps
/// what the outer columns still say.
/// </summary>
internal static class OuterObjectJson
{
    private static readonly string[] s_properties =
        ["RecordType", "CreationDate", "UserIds", "Operations", "Identity", "RecordId", "Operation", "UserId", "AuditData"];

    /// <summary>Writes the object.</summary>
    /// <param name="input">The object.</param>
    /// <returns>One JSON object; numbers and times as text.</returns>
    public static string Write(PSObject input)
    {
        StringBuilder json = new("{");
        foreach (string name in s_properties)
        {
            if (LooseProperties.Get(input, name) is { } value)
            {
                json.Append(json.Length > 1 ? "," : string.Empty).Append('"').Append(name).Append("\":\"");
                AppendEscaped(json, Text(value));
                json.Append('"');
            }
        }

        return json.Append('}').ToString();
    }

    private static string Text(object value) => UtcTime.TryGet(value, out DateTimeOffset time)
        ? UtcTimeText.Of(time)
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;

    private static void AppendEscaped(StringBuilder json, string text)
    {
        foreach (char character in text)
        {
            if (character is '"' or '\\')
            {
                json.Append('\\').Append(character);
            }
            else if (character < ' ')
            {
                json.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                json.Append(character);
            }
        }
    }
}
