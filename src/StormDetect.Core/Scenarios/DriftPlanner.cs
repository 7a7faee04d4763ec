using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Scenarios;

/// <summary>Large legitimate changes, asked for by name, to see whether hunts survive them.</summary>
internal static class DriftPlanner
{
    private const int Day = 86_400;

    /// <summary>The names that <see cref="AuditScenarioOptions.Drifts"/> takes.</summary>
    public static readonly IReadOnlyList<string> Names = ["merger", "client-change", "renamed-users", "ews-to-graph"];

    public static void Plan(ScenarioTenant tenant)
    {
        foreach (string drift in tenant.Options.Drifts.Distinct(StringComparer.Ordinal))
        {
            int index = Names.ToList().IndexOf(drift);
            ScenarioRandom random = ScenarioRandom.For(tenant.Seed, 40, (ulong)index);

            // With a month of log, drift comes when there is history to drift from.
            int day = random.Range(tenant.Options.Days / 3, Math.Max(tenant.Options.Days / 3, (tenant.Options.Days * 3 / 4) - 1));
            switch (drift)
            {
                case "merger":
                    Merge(tenant, day);
                    break;
                case "client-change":
                    ChangeClient(tenant, day, random);
                    break;
                case "renamed-users":
                    Rename(tenant, day, random);
                    break;
                default:
                    MoveToGraph(tenant, day, random);
                    break;
            }
        }
    }

    /// <summary>Whether a mailbox comes with the merger.</summary>
    public static bool Joins(Mailbox mailbox) => mailbox.Index % 2 == 1;

    private static void Merge(ScenarioTenant tenant, int day)
    {
        Mailbox[] joining = [.. tenant.Mailboxes.Where(Joins)];
        foreach (Mailbox mailbox in joining)
        {
            mailbox.FirstDay = Math.Max(mailbox.FirstDay, day);
        }

        tenant.Benign.Add(new BenignEvent("merger", "Half of the mailboxes appear on one day.", day * Day, tenant.Options.Days * Day, joining));
    }

    private static void ChangeClient(ScenarioTenant tenant, int day, ScenarioRandom random)
    {
        int length = random.Pick([1, 1, 3, 7]);
        List<Mailbox> changed = [];
        foreach (Mailbox mailbox in tenant.People)
        {
            ClientUse? old = mailbox.Person!.Clients.Find(use => use.Client == ClientCatalogue.Outlook);
            if (old is null)
            {
                continue;
            }

            int on = day + random.Below(length);
            old.ToDay = on;
            BenignPlanner.AddClient(mailbox, ClientCatalogue.NewOutlook, old.Rate, on, random);
            changed.Add(mailbox);
        }

        tenant.Benign.Add(new BenignEvent("client-change", "Everybody's Outlook is replaced by the new one.", day * Day, (day + length) * Day, changed)
        {
            AppId = ClientCatalogue.ExchangeOnline,
            ClientAppId = "5d661950-3475-41cd-a2c3-d671a3162bc1",
        });
    }

    private static void Rename(ScenarioTenant tenant, int day, ScenarioRandom random)
    {
        Mailbox[] renamed = ApplicationBuilder.Sample([.. tenant.People], random.Between(0.05, 0.5), random, least: 1);
        foreach (Mailbox mailbox in renamed)
        {
            mailbox.RenamedFrom = day;
            mailbox.NewAlias = mailbox.Alias.Replace('.', '_') + "x";
        }

        tenant.Benign.Add(new BenignEvent("renamed-users", "Users get other addresses; their mailboxes stay.", day * Day, tenant.Options.Days * Day, renamed));
    }

    private static void MoveToGraph(ScenarioTenant tenant, int day, ScenarioRandom random)
    {
        ApplicationAccount[] old = [.. tenant.Applications.Where(application => application.Client.IsApplication && application.ToDay == int.MaxValue)];
        foreach (ApplicationAccount application in old)
        {
            string id = BenignPlanner.Text(application.Client.ClientAppId);
            bool fromWebServices = BenignPlanner.Text(application.Client.AppId) != ClientCatalogue.Graph;
            ClientProfile next = fromWebServices
                ? ClientCatalogue.GraphApplication(id, ownName: true)
                : ClientCatalogue.GraphApplication(random.Guid().ToString("D"), ownName: true);
            tenant.Applications.Remove(application);
            tenant.Applications.Add(Copy(application, application.Client, application.FromDays, day));
            tenant.Applications.Add(Copy(application, next, [.. application.Mailboxes.Select(_ => day)], int.MaxValue));
        }
    }

    private static ApplicationAccount Copy(ApplicationAccount from, ClientProfile client, int[]? fromDays, int toDay) => new()
    {
        Name = from.Name,
        Client = client,
        Mailboxes = from.Mailboxes,
        FromDays = fromDays,
        ToDay = toDay,
        BeginsAs = from.BeginsAs,
        Rate = from.Rate,
        MeanItems = from.MeanItems,
        Addresses = from.Addresses,
        MovedFrom = from.MovedFrom,
        MovedAddresses = from.MovedAddresses,
        ChurningProvider = from.ChurningProvider,
        WindowStart = from.WindowStart,
        WindowLength = from.WindowLength,
        FollowsWork = from.FollowsWork,
    };
}
