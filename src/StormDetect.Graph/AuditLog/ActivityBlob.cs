using System;
using System.Text.Json;

namespace StormDetect.Graph;

/// <summary>A blob of records, as the Management Activity API lists it.</summary>
/// <param name="Id">Its contentId; its address where it has none.</param>
/// <param name="Address">Its contentUri.</param>
/// <param name="Created">When it became available (contentCreated), which is what is listed by; null where it does not say.</param>
internal sealed record ActivityBlob(string Id, string Address, DateTimeOffset? Created)
{
    /// <summary>Reads an entry of a list.</summary>
    /// <param name="json">The entry.</param>
    /// <returns>The blob; null where the entry has no address.</returns>
    public static ActivityBlob? Parse(ReadOnlySpan<byte> json)
    {
        string id = string.Empty;
        string address = string.Empty;
        DateTimeOffset? created = null;
        Utf8JsonReader reader = new(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                switch (name)
                {
                    case "contentId":
                        id = reader.GetString()!;
                        break;
                    case "contentUri":
                        address = reader.GetString()!;
                        break;
                    case "contentCreated":
                        created = DateTimeOffset.TryParse(reader.GetString(), System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
                        break;
                }
            }

            reader.Skip();
        }

        return address.Length == 0 ? null : new ActivityBlob(id.Length > 0 ? id : address, address, created);
    }
}
