using System;

namespace StormDetect.Core.Exports;

/// <summary>
/// The program a ClientInfoString names, without its version: a browser with its system ("Firefox on Linux"), or the product a client calls itself ("python-requests", "MacOutlook").
/// Forms seen: m365 audit samples and Splunk's o365_mailitemsaccessed data source.
/// </summary>
internal static class ClientProgram
{
    /// <summary>A name longer than this is cut: it is the client's own word.</summary>
    public const int MaxLength = 40;

    /// <summary>Browsers by what only they say, the more special before those they claim to be.</summary>
    private static readonly (string Mark, string Name)[] s_browsers =
    [
        ("OneOutlook/", "new Outlook"), ("Microsoft Outlook", "Outlook"), ("HeadlessChrome/", "headless Chrome"), ("Electron/", "Electron"), ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"),
        ("Edge/", "Edge"), ("OPR/", "Opera"), ("Vivaldi/", "Vivaldi"), ("SamsungBrowser/", "Samsung Internet"), ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"),
        ("Trident/", "Internet Explorer"), ("MSIE ", "Internet Explorer"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] s_systems =
    [
        ("Windows", "Windows"), ("iPhone", "iOS"), ("iPad", "iOS"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Macintosh", "macOS"), ("Mac OS X", "macOS"), ("Linux", "Linux"), ("X11", "Unix"),
    ];

    /// <summary>Reads a ClientInfoString.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The program; empty where the text names none, as with <c>Client=OWA;Action=ViaProxy</c>.</returns>
    public static string Of(string text)
    {
        int client = text.IndexOf("Client=", StringComparison.OrdinalIgnoreCase);
        int from = client < 0 ? -1 : text.IndexOf(';', client);
        if (from < 0)
        {
            return string.Empty;
        }

        ReadOnlySpan<char> rest = text.AsSpan(from + 1);
        if (!TryCut(rest, "UserAgent=[", ']', out ReadOnlySpan<char> agent) && !TryCut(rest, "UserAgent=", ';', out agent))
        {
            agent = rest;
        }

        return agent.Contains("Mozilla/", StringComparison.Ordinal) ? Browser(agent) : Product(agent);
    }

    private static string Browser(ReadOnlySpan<char> text)
    {
        string browser = Find(text, s_browsers, "another browser");
        string system = Find(text, s_systems, string.Empty);
        return system.Length > 0 ? $"{browser} on {system}" : browser;
    }

    private static string Find(ReadOnlySpan<char> text, (string Mark, string Name)[] marks, string otherwise)
    {
        foreach ((string mark, string name) in marks)
        {
            if (text.Contains(mark, StringComparison.Ordinal))
            {
                return name;
            }
        }

        return otherwise;
    }

    /// <summary>The first word of what a program calls itself. A proxy puts its own name before it: <c>ExchangeWebServicesProxy/CrossSite/EXCH/15.20.1.2/python-requests/2.25.1</c>.</summary>
    private static string Product(ReadOnlySpan<char> text)
    {
        const string Proxy = "/EXCH/";
        int proxy = text.IndexOf(Proxy, StringComparison.OrdinalIgnoreCase);
        if (proxy >= 0)
        {
            text = text[(proxy + Proxy.Length)..];
            int version = text.IndexOf('/');
            text = version < 0 ? default : text[(version + 1)..];
        }

        int end = text.IndexOfAny("/;([ ");
        text = (end < 0 ? text : text[..end]).Trim();

        // Key=value says how, not who: Action=ViaProxy, Protocol=IMAP4, Client=RESTSystem.
        if (text.IsEmpty || text.Contains('=') || text.Equals("NoUserAgent", StringComparison.OrdinalIgnoreCase))
        {
            return string.Empty;
        }

        return text[..Math.Min(text.Length, MaxLength)].ToString();
    }

    private static bool TryCut(ReadOnlySpan<char> text, string mark, char until, out ReadOnlySpan<char> cut)
    {
        int from = text.IndexOf(mark, StringComparison.OrdinalIgnoreCase);
        cut = from < 0 ? default : text[(from + mark.Length)..];
        int end = cut.IndexOf(until);
        cut = end < 0 ? cut : cut[..end];
        return from >= 0;
    }
}
