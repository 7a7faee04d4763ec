namespace StormDetect.Core;

/// <summary>The protocol family of a mail client, read from ClientInfoString.</summary>
public enum ClientFamily
{
    /// <summary>No ClientInfoString, or one that names no known family.</summary>
    Unknown,

    /// <summary>Outlook on the web (<c>Client=OWA</c>).</summary>
    Owa,

    /// <summary>Outlook REST and Microsoft Graph (<c>Client=REST</c>).</summary>
    Rest,

    /// <summary>Exchange's own background services (<c>Client=REST;Client=RESTSystem</c>).</summary>
    RestSystem,

    /// <summary>Exchange Web Services (<c>Client=WebServices</c>).</summary>
    WebServices,

    /// <summary>Outlook for Windows and other MAPI clients (<c>Client=MSExchangeRPC</c>).</summary>
    MsExchangeRpc,

    /// <summary>Outlook mobile and the new Outlook's service (<c>Client=OutlookService</c>).</summary>
    OutlookService,

    /// <summary>Exchange ActiveSync (<c>Client=ActiveSync</c>).</summary>
    ActiveSync,

    /// <summary>IMAP (<c>Client=IMAP4</c>).</summary>
    Imap4,

    /// <summary>POP (<c>Client=POP3</c>).</summary>
    Pop3,
}
