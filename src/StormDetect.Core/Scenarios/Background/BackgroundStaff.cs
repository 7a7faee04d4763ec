using System.Linq;

namespace StormDetect.Core.Scenarios;

/// <summary>Who does what with the tenant: administrators, helpdesk, and the companies it deals with. Drawn once, so that the same few do it all.</summary>
internal sealed class BackgroundStaff
{
    public BackgroundStaff(ScenarioTenant tenant)
    {
        ScenarioRandom random = ScenarioRandom.For(tenant.Seed, 600);
        Mailbox[] people = [.. tenant.People];
        random.Shuffle(people);
        int helpdesk = people.Length < 60 ? 1 : random.Range(2, 4);
        Administrators = [.. people.Take(people.Length < 60 ? 1 : 2)];
        Helpdesk = [.. people.Skip(people.Length - helpdesk)];
        string name = System.Text.Encoding.ASCII.GetString(tenant.Text.ShortName);
        SisterDomain = name + random.Pick(["-group.example", "-services.example", "-labs.example"]);
        PartnerDomain = random.Pick(["partner.example", "supplier.example", "agency.example"]);

        // Tenants differ in how much is going on.
        Rate = ScenarioMath.Exp(0.6 * random.Normal());
        OutlookIsBlank = random.Chance(0.4);
        Marketing = people.Length < 20 ? null : random.Chance(0.7) ? random.Pick(tenant.Mailboxes.Where(mailbox => mailbox.IsShared).DefaultIfEmpty(people[0]).ToArray()) : null;
    }

    /// <summary>Accounts that change the tenant.</summary>
    public Mailbox[] Administrators { get; }

    /// <summary>Accounts that look after people's mailboxes.</summary>
    public Mailbox[] Helpdesk { get; }

    /// <summary>A company of the same group with another tenant: mail is legitimately forwarded there.</summary>
    public string SisterDomain { get; }

    public string PartnerDomain { get; }

    /// <summary>How much is changed here, against the ordinary.</summary>
    public double Rate { get; }

    /// <summary>Whether changes of rules by Outlook come without condition, name and actions; in some tenants they all do.</summary>
    public bool OutlookIsBlank { get; }

    /// <summary>The mailbox that the newsletter tool sends from; null where there is none.</summary>
    public Mailbox? Marketing { get; }
}
