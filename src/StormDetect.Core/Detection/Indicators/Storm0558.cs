using System;
using System.Collections.Generic;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>
/// The indicators Microsoft published of Storm-0558. Source: Microsoft Security Blog, "Analysis of Storm-0558 techniques for unauthorized email access", 14 July 2023. All of them are
/// historical: rented servers have other tenants since, so they hold for the campaign's window only. Which server did what and when is in the description.
/// </summary>
internal static class Storm0558
{
    public const string Source = "Storm-0558 (Microsoft, 14 July 2023)";

    // First use of the proxies to the publication's last observation; the day after the last one is the end.
    private static readonly DateTimeOffset s_from = new(2023, 3, 9, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_until = new(2023, 7, 13, 0, 0, 0, TimeSpan.Zero);

    private static readonly (string Address, string Seen)[] s_panels =
    [
        ("195.26.87.219", "15 May to 25 June 2023"), ("185.236.228.183", "24 May to 11 June 2023"), ("85.239.63.160", "7 to 11 June 2023"), ("193.105.134.58", "24 to 25 June 2023"),
        ("146.0.74.16", "28 June to 4 July 2023"), ("91.231.186.226", "29 June to 4 July 2023"), ("91.222.174.41", "29 June to 3 July 2023"), ("185.38.142.249", "29 June to 2 July 2023"),
    ];

    private static readonly string[] s_proxies =
    [
        "51.89.156.153", "176.31.90.129", "137.74.181.100", "193.36.119.45", "185.158.248.159", "131.153.78.188", "37.143.130.146", "146.70.157.45", "185.195.200.39", "185.38.142.229",
        "146.70.121.44", "31.42.177.181", "185.51.134.52", "173.44.226.70", "45.14.227.233", "185.236.231.109", "178.73.220.149", "45.14.227.212", "91.222.173.225", "146.70.35.168",
        "146.70.157.213", "31.42.177.201", "5.252.176.8", "80.85.158.215", "193.149.129.88", "5.252.178.68", "116.202.251.8", "185.158.248.93", "20.108.240.252", "146.70.135.182",
    ];

    // Chrome 92 and Edge 106 on Windows 10 were those of the actor's scripts; the service's own string is everybody's.
    private static readonly string[] s_agents =
    [
        "Client=REST;Client=RESTSystem;;",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/92.0.4515.159 Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/106.0.0.0 Safari/537.36 Edg/106.0.1370.52",
    ];

    public static IReadOnlyList<ThreatIndicator> Indicators()
    {
        List<ThreatIndicator> all = [];
        foreach ((string address, string seen) in s_panels)
        {
            Add(all, IndicatorType.Address, address, $"served the actor's sign-in page, seen {seen}");
        }

        foreach (string address in s_proxies)
        {
            Add(all, IndicatorType.Address, address, "SoftEther proxy of the actor, seen between 9 March and 12 July 2023");
        }

        foreach (string agent in s_agents)
        {
            Add(all, IndicatorType.UserAgent, agent, "user agent of the actor's scripts");
        }

        Add(all, IndicatorType.Thumbprint, "d4b4cccda9228624656bff33d8110955779632aa", "thumbprint of the acquired signing key");
        all.Add(new ThreatIndicator([IndicatorRule.Of(IndicatorTerm.Equal(IndicatorType.TokenRequest, "OWAAuth"))])
        {
            Id = "storm-0558-token-request",
            Source = Source,
            Value = "OWAAuth",
            Description = "token issued by GetAccessTokenForResource, the call the actor abused; everyday use of it is normal",
        });
        return all;
    }

    private static void Add(List<ThreatIndicator> all, IndicatorType type, string value, string description)
    {
        if (!IndicatorText.TryTerm(type, value, out IndicatorTerm term))
        {
            throw new InvalidOperationException(value);
        }

        all.Add(new ThreatIndicator([IndicatorRule.Of(term)])
        {
            Id = $"storm-0558-{all.Count + 1}", Source = Source, Value = value, Description = description, ValidFrom = s_from, ValidUntil = s_until,
        });
    }
}
