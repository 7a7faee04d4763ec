using System;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;

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
        StringBuilder json = new();
        WriteObject(json, input, 0);
        return json.ToString();
    }

    private static void WriteObject(StringBuilder json, PSObject input, int depth)
    {
        json.Append('{');
        int start = json.Length;
        if (input.BaseObject is IDictionary dictionary)
        {
            foreach (DictionaryEntry entry in dictionary)
            {
                WriteMember(json, start, entry.Key.ToString() ?? string.Empty, entry.Value, depth);
            }
        }
        else
        {
            foreach (PSPropertyInfo property in input.Properties)
            {
                try
                {
                    WriteMember(json, start, property.Name, property.Value, depth);
                }
                catch (GetValueException)
                {
                    // A property of somebody else's that throws is as good as none.
                }
            }
        }

        json.Append('}');
    }

    private static void WriteMember(StringBuilder json, int start, string name, object? value, int depth)
    {
        json.Append(json.Length > start ? "," : string.Empty);
        WriteText(json, name);
        json.Append(':');
        WriteValue(json, value, depth + 1);
    }

    private static void WriteValue(StringBuilder json, object? value, int depth)
    {
        object? bare = value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
        switch (bare)
        {
            case null:
                json.Append("null");
                break;
            case string text:
                WriteText(json, text);
                break;
            case bool flag:
                json.Append(flag ? "true" : "false");
                break;
            case SwitchParameter on:
                json.Append(on.IsPresent ? "true" : "false");
                break;
            case IDictionary when depth < MaxDepth:
                WriteObject(json, PSObject.AsPSObject(bare), depth);
                break;
            case IEnumerable list when depth < MaxDepth:
                WriteList(json, list, depth);
                break;
            case IFormattable number when bare is not PSObject:
                WriteText(json, number.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                PSObject nested = PSObject.AsPSObject(value!);
                if (depth < MaxDepth && IsNested(nested))
                {
                    WriteObject(json, nested, depth);
                }
                else
                {
                    WriteText(json, nested.ToString());
                }

                break;
        }
    }

    private static void WriteList(StringBuilder json, IEnumerable list, int depth)
    {
        json.Append('[');
        int count = 0;
        foreach (object? item in list)
        {
            json.Append(count > 0 ? "," : string.Empty);
            WriteValue(json, item, depth + 1);
            if (++count == MaxItems)
            {
                break;
            }
        }

        json.Append(']');
    }

    private static void WriteText(StringBuilder json, string? text)
    {
        json.Append('"');
        foreach (char character in text ?? string.Empty)
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

        json.Append('"');
    }

    private static bool IsNested(PSObject value) =>
        value.BaseObject is PSCustomObject && !IsDeserialized(value, "Microsoft.Exchange") || value.TypeNames is [string type, ..] && type.Contains("Microsoft.Graph", StringComparison.OrdinalIgnoreCase);

    private static bool IsDeserialized(PSObject value, string source) => value.TypeNames is [string type, ..] && type.StartsWith("Deserialized." + source, StringComparison.OrdinalIgnoreCase);
}
