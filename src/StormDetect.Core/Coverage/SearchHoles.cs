using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Coverage;

/// <summary>What searches of a live audit log say that they could not see.</summary>
internal static class SearchHoles
{
    public static IEnumerable<BlindInterval> Find(MailAccessFacts facts, ReadReport report) => report.Searches
        .SelectMany(static search => search.BlindIntervals)
        .SelectMany(interval => Tenants(facts, interval.TenantId).Select(tenant => interval with { TenantId = tenant }))
        .Distinct();

    /// <summary>From where to where the searches asked: a stretch without any record is part of the log that was asked for.</summary>
    public static (DateTimeOffset Start, DateTimeOffset End)? Window(MailAccessFacts facts, ReadReport report)
    {
        SearchReport[] searches = report.Searches.Where(search => Tenants(facts, search.TenantId).Any()).ToArray();
        return searches.Length == 0 ? null : (searches.Min(static search => search.Start), searches.Max(static search => search.End < search.AsOf ? search.End : search.AsOf));
    }

    /// <summary>The tenants of the log that a search is of. One that does not know its tenant may be of any; a log without records is of the search's.</summary>
    private static IEnumerable<string> Tenants(MailAccessFacts facts, string tenantId) =>
        facts.Tenants.Count == 0 ? [tenantId]
        : tenantId.Length == 0 ? facts.Tenants
        : facts.Tenants.Where(tenant => tenant.Length == 0 || tenant.Equals(tenantId, StringComparison.OrdinalIgnoreCase));
}
