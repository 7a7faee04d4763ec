using System;
using System.Collections;
using System.Globalization;
using System.IO;
using System.Management.Automation;
using System.Text;
using System.Text.Json;

namespace StormDetect.Binding;

/// <summary>
/// Writes a piped object as JSON, as far as an inbox rule goes: properties, lists, and what Graph nests. What is nested otherwise, such as the recipients and folders of a live
/// Get-InboxRule, says what it is as text.
/// </summary>
internal static class InboxRuleJson
{
    private const int MaxDepth = 12;
    private const int MaxItems = 1000;

    /// <summary>Writes the object.</summary>
    public static string Write(PSObject input)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, new JsonWriterOptions { SkipValidation = true }))
        {
            WriteObject(writer, input, 0);
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static void WriteObject(Utf8JsonWriter writer, PSObject input, int depth)
    {
        writer.WriteStartObject();
        if (input.BaseObject is IDictionary dictionary)
        {
            foreach (DictionaryEntry entry in dictionary)
            {
                writer.WritePropertyName(entry.Key.ToString() ?? string.Empty);
                WriteValue(writer, entry.Value, depth + 1);
            }
        }
        else
        {
            foreach (PSPropertyInfo property in input.Properties)
            {
                try
                {
                    object? value = property.Value;
                    writer.WritePropertyName(property.Name);
                    WriteValue(writer, value, depth + 1);
                }
                catch (GetValueException)
                {
                    // A property of somebody else's that throws is as good as none.
                }
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value, int depth)
    {
        object? bare = value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
        switch (bare)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case SwitchParameter on:
                writer.WriteBooleanValue(on.IsPresent);
                break;
            case IDictionary when depth < MaxDepth:
                WriteObject(writer, PSObject.AsPSObject(bare), depth);
                break;
            case IEnumerable list when depth < MaxDepth:
                WriteList(writer, list, depth);
                break;
            case IFormattable number when bare is not PSObject:
                writer.WriteStringValue(number.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                PSObject nested = PSObject.AsPSObject(value!);
                if (depth < MaxDepth && IsNested(nested))
                {
                    WriteObject(writer, nested, depth);
                }
                else
                {
                    writer.WriteStringValue(nested.ToString());
                }

                break;
        }
    }

    private static void WriteList(Utf8JsonWriter writer, IEnumerable list, int depth)
    {
        writer.WriteStartArray();
        int count = 0;
        foreach (object? item in list)
        {
            WriteValue(writer, item, depth + 1);
            if (++count == MaxItems)
            {
                break;
            }
        }

        writer.WriteEndArray();
    }

    private static bool IsNested(PSObject value) =>
        value.BaseObject is PSCustomObject && !IsDeserialized(value, "Microsoft.Exchange") || value.TypeNames is [string type, ..] && type.Contains("Microsoft.Graph", StringComparison.OrdinalIgnoreCase);

    private static bool IsDeserialized(PSObject value, string source) => value.TypeNames is [string type, ..] && type.StartsWith("Deserialized." + source, StringComparison.OrdinalIgnoreCase);
}
