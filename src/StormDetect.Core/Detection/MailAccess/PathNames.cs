namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Paths in words.</summary>
internal static class PathNames
{
    public static string Describe(AccessPath path) => Text(path).ToString();

    /// <summary>A path in words, with its application where it may be named anew.</summary>
    public static NamedText Text(AccessPath path)
    {
        string family = path.Family switch
        {
            ClientFamily.Owa => "Outlook on the web",
            ClientFamily.Rest => "REST/Graph",
            ClientFamily.RestSystem => "background service",
            ClientFamily.WebServices => "EWS",
            ClientFamily.MsExchangeRpc => "Outlook (MAPI)",
            ClientFamily.OutlookService => "Outlook mobile service",
            ClientFamily.ActiveSync => "ActiveSync",
            ClientFamily.Imap4 => "IMAP",
            ClientFamily.Pop3 => "POP",
            _ => "unknown client",
        };
        string logon = path.Logon is LogonKind.Delegate ? " as delegate" : path.Logon is LogonKind.Admin ? " as admin" : string.Empty;
        (string caller, string id) = path.ClientAppId.Length > 0 ? ("client app ", path.ClientAppId) : path.AppId.Length > 0 ? ("app ", path.AppId) : ("no app id", string.Empty);
        return new NamedText(caller, id, $" over {family}{logon}");
    }
}
