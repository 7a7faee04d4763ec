using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Cuts the facts, which are ordered by day and mailbox, into one list of days per tenant: tenants are judged apart.</summary>
internal static class TenantDays
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static List<DayFacts>[] Split(MailAccessFacts facts, PathTraits traits, CancellationToken ct)
    {
        List<DayFacts>[] tenants = new List<DayFacts>[facts.Tenants.Count];
        for (int i = 0; i < tenants.Length; i++)
        {
            tenants[i] = [];
        }

        int start = 0;
        while (start < facts.Count)
        {
            int day = facts[start].Day;
            int tenant = facts.Mailboxes[facts[start].Mailbox].Tenant;
            int end = start + 1;
            while (end < facts.Count && facts[end].Day == day && facts.Mailboxes[facts[end].Mailbox].Tenant == tenant)
            {
                end++;
            }

            ct.ThrowIfCancellationRequested();
            tenants[tenant].Add(new DayFacts(facts, traits, start, end));
            start = end;
        }

        return tenants;
    }
}
