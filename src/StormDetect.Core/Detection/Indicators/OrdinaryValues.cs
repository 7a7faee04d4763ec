using System;
using System.Linq;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>What intruders have in common with everybody else.</summary>
internal static class OrdinaryValues
{
    /// <summary>
    /// Client descriptions without a product of their own: Exchange's services and front ends write them all day. Source: audit records of several tenants, in which
    /// <c>Client=REST;Client=RESTSystem;;</c> is most of the mail access there is.
    /// </summary>
    private static readonly string[] s_clients =
    [
        "Client=REST;Client=RESTSystem", "Client=REST", "Client=OWA", "Client=OWA;Action=ViaProxy", "Client=MSExchangeRPC", "Client=WebServices", "Client=OutlookService",
        "Client=OutlookService;Outlook-iOS/2.0", "Client=OutlookService;Outlook-Android/2.0", "Client=ActiveSync", "Client=POP3/IMAP4", "Client=Hub Transport", "Client=REST;Client=RESTSystem;UserAgent=[NoUserAgent]",
    ];

    public static bool Contains(IndicatorTerm term) => term.Type switch
    {
        IndicatorType.UserAgent => IsOrdinaryClient(term.Value),

        // Microsoft's own applications: Storm-0558 used them, and so does everybody.
        IndicatorType.Application => KnownApplications.NameOf(term.Value).Length > 0,
        IndicatorType.TokenRequest => true,
        _ => false,
    };

    /// <summary>A browser in one of its released versions: thousands use the same, so that it says little by itself.</summary>
    public static bool IsBrowser(string userAgent) =>
        userAgent.StartsWith("Mozilla/5.0 (", StringComparison.OrdinalIgnoreCase)
        && (userAgent.Contains("Chrome/", StringComparison.OrdinalIgnoreCase) || userAgent.Contains("Firefox/", StringComparison.OrdinalIgnoreCase)
            || userAgent.Contains("Safari/", StringComparison.OrdinalIgnoreCase))
        && !userAgent.Contains("Headless", StringComparison.OrdinalIgnoreCase);

    private static bool IsOrdinaryClient(string value)
    {
        string bare = value.Trim().TrimEnd(';').Trim('%');
        return s_clients.Contains(bare.TrimEnd(';'), StringComparer.OrdinalIgnoreCase);
    }
}
