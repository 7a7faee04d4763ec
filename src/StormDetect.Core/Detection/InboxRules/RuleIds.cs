using System;
using System.Buffers.Binary;
using System.Globalization;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>Numbers of rules: Outlook's records write them signed, Get-InboxRule unsigned.</summary>
internal static class RuleIds
{
    /// <summary>
    /// The number in Graph's id: the eight bytes of the rule's MAPI id, least first, in Base64 (<c>AQAAAJ5dZqA=</c> of the documentation is 11558028426879172609). No document says so, so that an id of another form stays as it is.
    /// </summary>
    public static string OfGraph(string id)
    {
        Span<byte> bytes = stackalloc byte[16];
        return Convert.TryFromBase64String(id.Trim().Replace('-', '+').Replace('_', '/'), bytes, out int length) && length == sizeof(ulong)
            ? BinaryPrimitives.ReadUInt64LittleEndian(bytes).ToString(CultureInfo.InvariantCulture)
            : id.Trim();
    }

    /// <summary>The number in the one way it is compared; what is no number (Graph's ids) stays as it is.</summary>
    public static string Normalise(string id)
    {
        string text = id.Trim();
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long signed) ? unchecked((ulong)signed).ToString(CultureInfo.InvariantCulture) : text;
    }
}
