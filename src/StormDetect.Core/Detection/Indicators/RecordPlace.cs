using System.Text;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>Which member of a record a piece of its text belongs to. Only for the few records where something was found.</summary>
internal static class RecordPlace
{
    private const int MaxLength = 64;

    /// <summary>The member's name, and behind a blank that of the parameter or property where the member is a list of them.</summary>
    public static string Of(RecordView record, int position)
    {
        if (record.Inner is not JsonLayer layer || position < 0 || layer.Root.Kind != RawKind.Object)
        {
            return string.Empty;
        }

        string name = string.Empty;
        RawValue value = default;
        JsonMembers members = new(layer.Root);
        while (members.Next() && members.Value.Start <= position)
        {
            name = Encoding.UTF8.GetString(members.Name);
            value = members.Value;
        }

        string part = value.Kind is RawKind.Array or RawKind.Object ? Inside(value, position) : string.Empty;
        string place = part.Length == 0 ? name : $"{name} {part}";
        return place.Length > MaxLength ? place[..MaxLength] : place;
    }

    // The Name of the entry it stands in, or the member of a nested object.
    private static string Inside(RawValue container, int position)
    {
        string last = string.Empty;
        JsonMembers members = new(container);
        RawValue within = default;
        while (members.Next() && members.Value.Start <= position)
        {
            within = members.Value;
            if (container.Kind == RawKind.Object && !members.Is("Value"u8) && !members.Is("NewValue"u8) && !members.Is("OldValue"u8) && !members.Is("Name"u8))
            {
                last = Encoding.UTF8.GetString(members.Name);
            }
            else if (members.Is("Name"u8) && container.Kind == RawKind.Object)
            {
                last = members.Value.Text();
            }
        }

        if (within.Kind is RawKind.Array or RawKind.Object && within.Start <= position)
        {
            string deeper = Inside(within, position);
            return deeper.Length > 0 ? deeper : last;
        }

        return last;
    }
}
