using System.Text;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Timelines;

/// <summary>Reads JSON that was taken out of a record as text.</summary>
internal static class NestedText
{
    public static NamedValues Read(string json)
    {
        byte[] text = new byte[Encoding.UTF8.GetByteCount(json) + 64];
        int length = Encoding.UTF8.GetBytes(json, text);
        JsonTokens tokens = new();
        JsonLayer layer = new();
        int token = 0;
        return tokens.Scan(text, 0, length, doubledQuotes: false) == JsonFault.None && layer.Read(text, tokens, ref token, 1) == JsonFault.None
            ? NamedValues.Read(layer.Root)
            : NamedValues.Empty;
    }
}
