using System;
using System.Collections;
using System.Collections.Generic;
using System.Text;

namespace StormDetect.Core.Exports;

/// <summary>
/// Parameters, ModifiedProperties, OperationProperties and ExtendedProperties of a record in every shape exports give them: a list of objects with Name and
/// Value (or NewValue and OldValue), the same as text, an object with the names as members, names and values side by side, or what PowerShell's depth limit left.
/// Names in any case.
/// </summary>
internal sealed class NamedValues : IReadOnlyList<NamedValue>
{
    /// <summary>More than any record has; a record that is made of nothing else must not fill memory.</summary>
    private const int MaxEntries = 512;

    private const int MaxText = 32 * 1024;
    private readonly List<NamedValue> _entries = [];

    public static NamedValues Empty { get; } = new();

    public int Count => _entries.Count;

    public NamedValue this[int index] => _entries[index];

    /// <summary>The value of a name; null where it is missing.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (NamedValue entry in _entries)
            {
                if (entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return entry.Value;
                }
            }

            return null;
        }
    }

    /// <summary>Whether a name is there, whatever its value.</summary>
    public bool Has(string name) => this[name] is not null;

    /// <summary>Whether the value of a switch or flag is True.</summary>
    public bool IsTrue(string name) => this[name] is { } value && value.Trim().TrimStart('$').Equals("True", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a list.</summary>
    /// <param name="list">The list as <see cref="RecordView.Open"/> gives it; missing gives an empty one.</param>
    public static NamedValues Read(RawValue list)
    {
        if (list.Kind is not (RawKind.Array or RawKind.Object))
        {
            return Empty;
        }

        NamedValues values = new();
        values.ReadContainer(list, 0);
        return values;
    }

    public IEnumerator<NamedValue> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A value as text: JSON text for what is nested.</summary>
    public static string Text(RawValue value)
    {
        string text = value.Kind is RawKind.Object or RawKind.Array ? Json(value) : value.Text();
        return text.Length > MaxText ? text[..MaxText] : text;
    }

    private static string Json(RawValue container)
    {
        ReadOnlySpan<byte> text = container.Layer!.ContainerAt(container.Token);
        if (container.Layer.QuoteWidth == 1)
        {
            return Encoding.UTF8.GetString(text);
        }

        byte[] single = [];
        int length = CsvText.Unescape(text, ref single);
        return Encoding.UTF8.GetString(single, 0, length);
    }

    private void ReadContainer(RawValue container, int depth)
    {
        RawValue name = default;
        RawValue value = default;
        RawValue old = default;
        List<(string Name, RawValue Value)> others = [];
        JsonMembers members = new(container);
        while (members.Next() && _entries.Count < MaxEntries)
        {
            if (container.Kind == RawKind.Array)
            {
                if (members.Value.Kind is RawKind.Object or RawKind.Array && depth < 2)
                {
                    ReadContainer(members.Value, depth + 1);
                }
                else if (members.Value.Kind == RawKind.String)
                {
                    ReadMangled(members.Value.Text());
                }
            }
            else if (members.Is("Name"u8))
            {
                name = members.Value;
            }
            else if (members.Is("Value"u8) || members.Is("NewValue"u8))
            {
                value = members.Value;
            }
            else if (members.Is("OldValue"u8))
            {
                old = members.Value;
            }
            else
            {
                others.Add((Encoding.UTF8.GetString(members.Name), members.Value));
            }
        }

        if (container.Kind == RawKind.Array)
        {
            return;
        }

        if (name.Kind == RawKind.Array && value.Kind == RawKind.Array)
        {
            ReadSideBySide(name, value);
        }
        else if (!name.IsMissing && (!value.IsMissing || !old.IsMissing || others.Count == 0))
        {
            _entries.Add(new NamedValue(name.Text(), Text(value), Text(old)));
        }
        else
        {
            // An object whose members are the entries; a parameter may itself be called Name or Value.
            Add("Name", name);
            Add("Value", value);
            others.ForEach(other => Add(other.Name, other.Value));
        }
    }

    private void Add(string name, RawValue value)
    {
        if (!value.IsMissing)
        {
            _entries.Add(new NamedValue(name, Text(value)));
        }
    }

    private void ReadSideBySide(RawValue names, RawValue values)
    {
        JsonMembers name = new(names);
        JsonMembers value = new(values);
        while (name.Next() && value.Next() && _entries.Count < MaxEntries)
        {
            _entries.Add(new NamedValue(name.Value.Text(), Text(value.Value)));
        }
    }

    /// <summary><c>@{Name=ForwardTo; Value=a@b}</c>, in either order: what PowerShell's depth limit left of an object.</summary>
    private void ReadMangled(string text)
    {
        if (!text.StartsWith("@{", StringComparison.Ordinal) || !text.EndsWith('}'))
        {
            return;
        }

        string body = text[2..^1];
        int nameAt = body.IndexOf("Name=", StringComparison.OrdinalIgnoreCase);
        int valueAt = body.IndexOf("Value=", StringComparison.OrdinalIgnoreCase);
        if (nameAt < 0 || valueAt < 0)
        {
            return;
        }

        string name = nameAt < valueAt ? body[(nameAt + 5)..valueAt] : body[(nameAt + 5)..];
        string value = valueAt < nameAt ? body[(valueAt + 6)..nameAt] : body[(valueAt + 6)..];
        _entries.Add(new NamedValue(name.Trim().TrimEnd(';').Trim(), value.Trim().TrimEnd(';').Trim()));
    }
}
