using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// From which networks mailboxes are read, and since when. Reading is what everybody does every day, so it knows where people are; who searches or sends once a week would be a stranger in the own office,
/// and an intruder no more than one of them. Told day by day, so that the other groups of a day know what reading had taught before it, in one run or in many.
/// </summary>
internal sealed class UsedNetworks(MailAccessFacts facts)
{
    private readonly PairTable<Stretch> _known = new();
    private readonly PairTable<Stretch> _homes = new();
    private readonly Dictionary<(bool IsHome, int A, int Network), List<Stretch>> _earlier = [];

    /// <summary>Takes what was known before the first day.</summary>
    public void Begin(int tenant, TenantModel model)
    {
        foreach ((int mailbox, int network, NetworkUse use) in model.NetworkDays.Entries)
        {
            if (use.Days >= TenantModel.DaysToKnow)
            {
                Learn(false, _known, mailbox, network, use.Known);
            }

            if (use.Days >= TenantModel.DaysToSettle)
            {
                Learn(true, _homes, tenant, network, use.Home);
            }
        }
    }

    /// <summary>Notes that a mailbox was read from a network, for so many days with this one.</summary>
    public void Note(int mailbox, int network, int days, int day)
    {
        if (days == TenantModel.DaysToKnow)
        {
            Learn(false, _known, mailbox, network, day);
        }
        else if (days == TenantModel.DaysToSettle)
        {
            Learn(true, _homes, facts.Mailboxes[mailbox].Tenant, network, day);
        }
    }

    /// <summary>Notes that the model of a tenant forgot networks after a day.</summary>
    public void Forget(TenantModel model, int tenant, int day)
    {
        foreach ((int mailbox, int network, _) in _known.Entries.Where(entry => entry.Value.Until == int.MaxValue
            && facts.Mailboxes[entry.A].Tenant == tenant && !model.NetworkDays.Contains(entry.A, entry.B)).ToArray())
        {
            _known.GetOrAdd(mailbox, network, out _).Until = day;
        }

        foreach ((int _, int network, _) in _homes.Entries.Where(entry => entry.Value.Until == int.MaxValue && entry.A == tenant && !model.Settled[entry.B]).ToArray())
        {
            _homes.GetOrAdd(tenant, network, out _).Until = day;
        }
    }

    /// <summary>What another group may know of it.</summary>
    /// <param name="other">The facts of that group.</param>
    /// <param name="tenant">The tenant, as they count it.</param>
    public UsedNetworksView View(MailAccessFacts other, int tenant) => new(this, facts, other, tenant);

    public bool IsKnown(int mailbox, int network, int day) => Has(false, _known, mailbox, network, day);

    public bool IsHome(int tenant, int network, int day) => Has(true, _homes, tenant, network, day);

    private bool Has(bool isHome, PairTable<Stretch> table, int a, int network, int day) => table.TryGetValue(a, network, out Stretch stretch)
        && (stretch.Holds(day) || (_earlier.TryGetValue((isHome, a, network), out List<Stretch>? earlier) && earlier.Exists(other => other.Holds(day))));

    private void Learn(bool isHome, PairTable<Stretch> table, int a, int network, int day)
    {
        ref Stretch stretch = ref table.GetOrAdd(a, network, out bool known);
        if (known && stretch.Until == int.MaxValue)
        {
            stretch.Since = Math.Min(stretch.Since, day);
            return;
        }

        if (known)
        {
            if (!_earlier.TryGetValue((isHome, a, network), out List<Stretch>? earlier))
            {
                _earlier.Add((isHome, a, network), earlier = []);
            }

            earlier.Add(stretch);
        }

        stretch = new Stretch { Since = day, Until = int.MaxValue };
    }

    private struct Stretch
    {
        public int Since, Until;

        /// <summary>The day that taught it knew it not yet; the day after which it was forgotten still did.</summary>
        public readonly bool Holds(int day) => Since < day && day <= Until;
    }
}
