using System.Collections.Generic;
using System.Globalization;

namespace StormDetect.Core.Tests.Support;

/// <summary>Intrusions planted into ordinary traffic. Each returns the ids of its records.</summary>
internal static class Intrusions
{
    public static readonly IReadOnlyList<string> All =
        ["Storm0558", "StealthyOwa", "StolenSecret", "IllicitApp", "FolderSync", "DelegateAbuse", "LowAndSlow", "TokenTheft"];

    public static HashSet<string> Plant(string name, OrdinaryTenant tenant, int day, int first)
    {
        FactsTenant log = tenant.Log;
        HashSet<string> ids = [];
        string[] vps = [tenant.NewNetwork(), tenant.NewNetwork(), tenant.NewNetwork()];
        switch (name)
        {
            case "Storm0558":
                // A first-party application id over OWA that never reads mail here, ten mailboxes, three rented networks.
                AccessPath forged = new("00000002-0000-0ff1-ce00-000000000000", "c9a559d2-7aab-4f13-a6ed-e7e9c52aec87", ClientFamily.Owa, LogonKind.Owner);
                for (int i = 0; i < 10; i++)
                {
                    for (int k = 0; k < 6; k++)
                    {
                        ids.Add(log.Read(FactsTenant.Name(first + (7 * i)), forged, vps[i % 3], FactsTenant.At(day + (i / 5), 3 + (k * 0.1)), 20));
                    }
                }

                break;
            case "StealthyOwa":
                // The common path, a rented network, three mailboxes over two days.
                for (int i = 0; i < 3; i++)
                {
                    for (int k = 0; k < 4; k++)
                    {
                        ids.Add(log.Read(
                            FactsTenant.Name(first + (5 * i)), Common(day), vps[0], FactsTenant.At(day + (i / 2), 4 + (k * 0.2)), 12,
                            string.Create(CultureInfo.InvariantCulture, $"x{i}")));
                    }
                }

                break;
            case "StolenSecret":
                for (int i = 0; i < 6; i++)
                {
                    ids.Add(log.Read(FactsTenant.Name(first + (11 * i)), FactsTenant.Crm, vps[0], FactsTenant.At(day, 1 + (i * 0.1)), 60));
                }

                break;
            case "IllicitApp":
                for (int d = 0; d < 3; d++)
                {
                    for (int k = 0; k < 5; k++)
                    {
                        ids.Add(log.Read(
                            FactsTenant.Name(first), FactsTenant.Graph("bad0bad0-1111-4222-8333-444455556666"), vps[0], FactsTenant.At(day + d, 13 + k), 60));
                    }
                }

                break;
            case "FolderSync":
                for (int f = 0; f < 40; f++)
                {
                    ids.Add(log.Read(
                        FactsTenant.Name(first), FactsTenant.Outlook, vps[0], FactsTenant.At(day, 2 + (f * 0.01)),
                        syncFolder: string.Create(CultureInfo.InvariantCulture, $"folder{f}")));
                }

                break;
            case "DelegateAbuse":
                for (int i = 1; i <= 6; i++)
                {
                    ids.Add(log.Read(
                        FactsTenant.Name(first + (13 * i)), OrdinaryTenant.OutlookDelegate, OrdinaryTenant.Office(first), FactsTenant.At(day, 11 + (i * 0.2)), 40,
                        user: FactsTenant.Name(first)));
                }

                break;
            case "LowAndSlow":
                for (int d = 0; d < 9; d++)
                {
                    ids.Add(log.Read(FactsTenant.Name(first + (9 * d)), Common(day + d), vps[0], FactsTenant.At(day + d, 5), 2));
                }

                break;
            case "TokenTheft":
                // The victim's own session is replayed from elsewhere while the victim works.
                string session = "stolen";
                log.Read(FactsTenant.Name(first), Common(day), tenant.Homes[first], FactsTenant.At(day, 9.1), 5, session);
                log.Read(FactsTenant.Name(first), Common(day), tenant.Homes[first], FactsTenant.At(day, 10.5), 5, session);
                ids.Add(log.Read(FactsTenant.Name(first), Common(day), vps[0], FactsTenant.At(day, 9.5), 40, session));
                ids.Add(log.Read(FactsTenant.Name(first), Common(day), vps[0], FactsTenant.At(day, 9.6), 50, session));
                break;
        }

        return ids;
    }

    private static AccessPath Common(int day) => day < 18 ? FactsTenant.OwaWithoutIds : FactsTenant.Owa;
}
