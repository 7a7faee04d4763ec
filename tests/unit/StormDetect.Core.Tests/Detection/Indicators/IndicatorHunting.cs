using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;

namespace StormDetect.Core.Tests.Detection;

/// <summary>A small log in memory and a hunt over it.</summary>
internal static class IndicatorHunting
{
    public const string Mailbox = "kim@contoso.example";

    public static string Record(
        int number, string operation = "MailItemsAccessed", string time = "2026-09-01T10:00:00", string user = Mailbox, string address = "198.51.100.7", string client = "Client=OWA;Mozilla/5.0", string more = "")
    {
        string mailbox = operation is "MailItemsAccessed" or "Send" ? $"\"MailboxOwnerUPN\":{JsonSerializer.Serialize(user)}," : string.Empty;
        return $"{{\"Id\":\"00000000-0000-4000-8000-{number:D12}\",\"CreationTime\":\"{time}\",\"Operation\":\"{operation}\",\"OrganizationId\":\"11111111-0000-4000-8000-000000000000\",{mailbox}"
            + $"\"UserId\":{JsonSerializer.Serialize(user)},\"ClientIPAddress\":\"{address}\",\"ClientInfoString\":{JsonSerializer.Serialize(client)},\"ResultStatus\":\"Succeeded\"{more}}}";
    }

    public static IReadOnlyList<IndicatorMatch> Hunt(IEnumerable<string> records, IReadOnlyList<ThreatIndicator>? indicators = null, bool builtIn = false, params string[] hunts)
    {
        MailHunt hunt = new(new MailHuntOptions
        {
            Hunts = hunts.Length == 0 ? ["ThreatIndicator"] : hunts,
            Indicators = indicators ?? [],
            BuiltInIndicators = builtIn,
            AcceptedDomains = ["contoso.example"],
            Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Informational },
        });
        foreach (string record in records)
        {
            hunt.AddText(record, "test");
        }

        return hunt.Complete(CancellationToken.None).Findings.OfType<IndicatorMatch>().ToArray();
    }

    public static IndicatorReadResult Read(string text, string name = "feed.json") => IndicatorReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), name);

    public static IReadOnlyList<ThreatIndicator> Csv(params string[] rows) => Read("type,value,valid_from,valid_until,description,source\n" + string.Join('\n', rows), "feed.csv").Indicators;

    public static IndicatorReadResult Stix(string pattern, string more = "") => Read(
        $"{{\"type\":\"bundle\",\"id\":\"bundle--1\",\"objects\":[{{\"type\":\"indicator\",\"id\":\"indicator--1\",\"spec_version\":\"2.1\",\"pattern_type\":\"stix\",\"pattern\":{JsonSerializer.Serialize(pattern)}{more}}}]}}");
}
