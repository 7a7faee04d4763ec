using System;

namespace StormDetect.Core.Exports;

/// <summary>
/// What ClientInfoString says: the protocol family, and the application where it stands in the text
/// (<c>Client=WebServices;...[AppId=guid];</c>). Forms seen: m365 audit samples and Splunk's o365_mailitemsaccessed data source.
/// </summary>
/// <param name="Family">The protocol family.</param>
/// <param name="AppId">The id behind <c>[AppId=</c>, in lower case; empty where there is none.</param>
internal readonly record struct ClientInfo(ClientFamily Family, string AppId)
{
    /// <summary>Reads a ClientInfoString.</summary>
    public static ClientInfo Parse(string text) => new(FamilyOf(text), AppIdOf(text));

    private static ClientFamily FamilyOf(string text)
    {
        ReadOnlySpan<char> family = text;
        int client = family.IndexOf("Client=", StringComparison.OrdinalIgnoreCase);
        if (client < 0)
        {
            return ClientFamily.Unknown;
        }

        family = family[(client + 7)..];
        int end = family.IndexOf(';');
        family = (end < 0 ? family : family[..end]).Trim();
        if (Is(family, "POP3/IMAP4"))
        {
            // One service, two protocols: Client=POP3/IMAP4;Protocol=POP3.
            return text.Contains("Protocol=POP3", StringComparison.OrdinalIgnoreCase) ? ClientFamily.Pop3 : ClientFamily.Imap4;
        }

        return family switch
        {
            _ when Is(family, "OWA") => ClientFamily.Owa,
            _ when Is(family, "REST") => text.Contains("Client=RESTSystem", StringComparison.OrdinalIgnoreCase) ? ClientFamily.RestSystem : ClientFamily.Rest,
            _ when Is(family, "RESTSystem") => ClientFamily.RestSystem,
            _ when Is(family, "WebServices") || Is(family, "EWS") => ClientFamily.WebServices,
            _ when Is(family, "MSExchangeRPC") || Is(family, "Outlook") || Is(family, "MAPI") => ClientFamily.MsExchangeRpc,
            _ when Is(family, "OutlookService") => ClientFamily.OutlookService,
            _ when Is(family, "ActiveSync") || Is(family, "AirSync") => ClientFamily.ActiveSync,
            _ when Is(family, "IMAP4") || Is(family, "IMAP") => ClientFamily.Imap4,
            _ when Is(family, "POP3") || Is(family, "POP") => ClientFamily.Pop3,
            _ => ClientFamily.Unknown,
        };
    }

    private static bool Is(ReadOnlySpan<char> family, string name) => family.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string AppIdOf(string text)
    {
        const string Mark = "[AppId=";
        int from = text.IndexOf(Mark, StringComparison.OrdinalIgnoreCase);
        if (from < 0)
        {
            return string.Empty;
        }

        from += Mark.Length;
        int end = text.IndexOf(']', from);
        ReadOnlySpan<char> id = end < 0 ? default : text.AsSpan(from, end - from).Trim();
        return id.IndexOfAnyExcept('0', '-') < 0 ? string.Empty : id.ToString().ToLowerInvariant();
    }
}
