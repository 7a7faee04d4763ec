using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Scenarios;

/// <summary>The tenant before its days are played: mailboxes, people, applications, and the benign things that will happen.</summary>
internal sealed class ScenarioTenant
{
    private BackgroundStaff? _staff;

    public required AuditScenarioOptions Options { get; init; }

    public required ulong Seed { get; init; }

    public required TenantText Text { get; init; }

    public required ScenarioHabits Habits { get; init; }

    public required Internet Internet { get; init; }

    public List<Office> Offices { get; } = [];

    /// <summary>How many of the offices are the tenant's from the start; a merger brings others, and people who work there.</summary>
    public int OwnOffices { get; set; }

    public List<Mailbox> Mailboxes { get; } = [];

    public List<ApplicationAccount> Applications { get; } = [];

    public List<BenignEvent> Benign { get; } = [];

    /// <summary>Storms of one client in one mailbox that make Exchange throttle it.</summary>
    public List<ReadStorm> Storms { get; } = [];

    public List<AdminVisit> AdminVisits { get; } = [];

    /// <summary>Who administers it.</summary>
    public BackgroundStaff Staff => _staff ??= new BackgroundStaff(this);

    /// <summary>What kind of ordinary doings a record is, by its id; null unless somebody asks.</summary>
    public Dictionary<System.Guid, string>? Background { get; set; }

    /// <summary>How often each form of AppAccessContext occurs among clients with tokens: full, empty, without API, absent.</summary>
    public double[] ContextShares { get; set; } = [0.7, 0.15, 0.05, 0.1];

    public IEnumerable<Mailbox> People => Mailboxes.Where(mailbox => mailbox.Person is not null);

    /// <summary>How a client's records carry their token; a property of mailbox and client, not of a day.</summary>
    public ContextForm ContextOf(Mailbox mailbox, ClientProfile client)
    {
        ScenarioRandom random = ScenarioRandom.For(Seed ^ mailbox.Key, 0xC0, (ulong)client.ClientInfo[0].Length + (client.HasToken ? 1000UL : 0));
        double draw = random.Unit();
        if (!client.HasToken)
        {
            // Without a token there is nothing to tell: absent before 2024, empty since.
            return draw < 0.6 ? ContextForm.EmptyApi : draw < 0.8 ? ContextForm.Empty : ContextForm.Absent;
        }

        for (int i = 0; i < ContextShares.Length; i++)
        {
            draw -= ContextShares[i];
            if (draw < 0)
            {
                return i switch { 0 => ContextForm.Full, 1 => ContextForm.Empty, 2 => ContextForm.EmptyApi, _ => ContextForm.Absent };
            }
        }

        return ContextForm.Full;
    }
}
