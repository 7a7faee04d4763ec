using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json;

namespace StormDetect.Core.Exports;

/// <summary>Puts the JSON that an object still has of its record back into a wrapper, with what only the export around it may have said.</summary>
internal static class RecordText
{
    /// <summary>Writes it.</summary>
    /// <param name="record">The record.</param>
    /// <param name="json">An object with the record as AuditData.</param>
    /// <returns>Whether there was JSON. Mail access never needs it: all that is counted of it became properties, and reading those is faster.</returns>
    public static bool TryWrite(AuditRecord record, out byte[] json)
    {
        json = [];
        if (string.IsNullOrEmpty(record.AuditData) || record.Operation.Equals(AuditRecord.MailItemsAccessed, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        return TryWrap(record, out json);
    }

    /// <summary>The JSON of a record for an archive: its own where that says what it is, else in a wrapper that does.</summary>
    /// <returns>False where it has been lost.</returns>
    public static bool TryRead(AuditRecord record, out byte[] json)
    {
        json = [];
        if (string.IsNullOrEmpty(record.AuditData))
        {
            return false;
        }

        JsonScratch scratch = new();
        byte[] own = Encoding.UTF8.GetBytes(record.AuditData);
        if (scratch.Read(own.AsSpan()) == JsonFault.None && scratch.IsObject && scratch.Layer.Has(AuditField.Id) && scratch.Layer.Has(AuditField.Operation) && scratch.Layer.Has(AuditField.CreationTime))
        {
            json = own;
            return true;
        }

        return TryWrap(record, out json);
    }

    private static bool TryWrap(AuditRecord record, out byte[] json)
    {
        json = [];
        try
        {
            using MemoryStream text = new(record.AuditData!.Length + 256);
            using (Utf8JsonWriter writer = new(text))
            {
                writer.WriteStartObject();
                writer.WriteString("RecordId", record.Id);
                writer.WriteString("CreationDate", record.CreationTime.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
                writer.WriteString("Operation", record.Operation);
                writer.WriteString("UserIds", record.UserId);
                writer.WritePropertyName("AuditData");
                writer.WriteRawValue(record.AuditData);
                writer.WriteEndObject();
            }

            json = text.ToArray();
            return true;
        }
        catch (JsonException)
        {
            // Cut by an earlier tool: the properties are what is left of it.
            return false;
        }
    }
}
