namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Paths in words.</summary>
internal static class PathNames
{
    public static string Describe(AccessPath path)
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
        string caller = path.ClientAppId.Length > 0 ? $"client app {Name(path.ClientAppId)}"
            : path.AppId.Length > 0 ? $"app {Name(path.AppId)}"
            : "no app id";
        string logon = path.Logon is LogonKind.Delegate ? " as delegate" : path.Logon is LogonKind.Admin ? " as admin" : string.Empty;
        return $"{caller} over {family}{logon}";
    }

    private static string Name(string id)
    {
        string name = KnownApplications.NameOf(id);
        return name.Length > 0 ? $"{name} ({id})" : id;
    }
}
