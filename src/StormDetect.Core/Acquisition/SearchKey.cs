using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StormDetect.Core.Archives;

namespace StormDetect.Core.Acquisition;

/// <summary>What makes a search the same as an earlier one: the way, the tenant, and all that is asked, in whatever order and case it is written.</summary>
internal static class SearchKey
{
    /// <summary>The key of a search.</summary>
    public static string Of(AuditLogQuery query, AuditLogRouteKind route, string tenantId)
    {
        static string Sorted(IEnumerable<string> texts) => string.Join('\u001f', texts.Select(static text => text.Trim().ToUpperInvariant()).Distinct().Order(StringComparer.Ordinal));
        string text = string.Join('\u001e', route, tenantId.ToUpperInvariant(), query.Start.UtcTicks, query.End.UtcTicks, Sorted(query.Operations), Sorted(query.RecordTypes), Sorted(query.UserIds), Sorted(query.IpAddresses));
        if (query.Except.Count > 0)
        {
            text = string.Join('\u001e', [text, .. ArchiveCoverage.Union(query.Except).Select(static window => string.Create(CultureInfo.InvariantCulture, $"{window.From.UtcTicks}-{window.To.UtcTicks}"))]);
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Refuses the journal of another search.</summary>
    /// <param name="head">Its first entry.</param>
    /// <param name="key">The key of this search.</param>
    /// <param name="folder">The folder it lies in.</param>
    /// <exception cref="SearchStateException">It is of another search, which the message tells.</exception>
    public static void Require(JsonElement head, string key, string folder)
    {
        if (JsonFields.TextOrNone(head, "key") != key)
        {
            AuditLogQuery other = SearchJson.Query(head);
            throw new SearchStateException(SearchStateProblem.OtherSearch, PlainText.Safe(string.Create(
                CultureInfo.InvariantCulture,
                $"The state folder '{folder}' is of another search: {JsonFields.TextOrNone(head, "route")}, tenant '{JsonFields.TextOrNone(head, "tenant")}', {other.Start.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} to {other.End.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}, operations '{string.Join(", ", other.Operations)}', record types '{string.Join(", ", other.RecordTypes)}', users '{string.Join(", ", other.UserIds)}', addresses '{string.Join(", ", other.IpAddresses)}'. Ask for just that to go on with it, or name another folder.")));
        }
    }
}
