using System;
using System.Collections.Generic;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>
/// The user agents a client description may mean: itself, what stands behind <c>Client=OWA;</c>, and <c>UserAgent=[...]</c>; without the <c>;</c> and <c>[AppId=...]</c> at its end.
/// </summary>
internal static class ClientTexts
{
    public static IEnumerable<string> Of(string text)
    {
        string whole = text.Trim();
        if (whole.Length == 0)
        {
            yield break;
        }

        yield return whole;
        string bare = whole;
        int app = bare.IndexOf("[AppId=", StringComparison.OrdinalIgnoreCase);
        if (app > 0)
        {
            bare = bare[..app];
        }

        bare = bare.TrimEnd(';');
        if (bare.Length != whole.Length)
        {
            yield return bare;
        }

        int agent = bare.IndexOf("UserAgent=[", StringComparison.OrdinalIgnoreCase);
        int close = agent < 0 ? -1 : bare.IndexOf(']', agent);
        if (close > 0)
        {
            yield return bare[(agent + 11)..close];
        }

        while (bare.StartsWith("Client=", StringComparison.OrdinalIgnoreCase) && bare.IndexOf(';', StringComparison.Ordinal) is int end and > 0)
        {
            bare = bare[(end + 1)..];
            if (bare.Length > 0)
            {
                yield return bare;
            }
        }
    }
}
