using System.Text;

namespace StormDetect.Core.Scenarios;

/// <summary>
/// The clients people use, as their records show them. Ids are Microsoft's public first-party ids (merill/microsoft-info); the shapes follow
/// published records: Outlook for Windows carries no application, web mail a session, services neither.
/// </summary>
internal static class ClientCatalogue
{
    public const string ExchangeOnline = "00000002-0000-0ff1-ce00-000000000000";
    public const string Graph = "00000003-0000-0000-c000-000000000000";
    public const string WebMailClient = "9199bf20-a13f-4107-85dc-02114787ef48";
    public const string OutlookMobileClient = "27922004-5251-4030-b22d-91ecd9a37ea4";

    /// <summary>First-party applications that may read mail in the background; a tenant has some of them.</summary>
    public static readonly string[] BackgroundApplications =
    [
        "13937bba-652e-4c46-b222-3003f4d1ff97", "98db8bd6-0cc0-4e67-9de5-f187f1cd1b41", "66a88757-258c-4c72-893c-3e8bed4d6899",
        "b669c6ea-1adf-453f-b8bc-6d526592b419", "20a11fe0-faa8-4df5-baf2-f965f8f9972e", "35d54a08-36c9-4847-9018-93934c62740c",
        "3c896ded-22c5-450f-91f6-3d1ef0848f6e", "7ae974c5-1af7-4923-af3a-fb1fd14dcb7e", "d9b8ec3a-1e4e-4e08-b3c2-5baf00c0fcb0",
        "51be292c-a17e-4f17-9a7e-4b661fb16dd2", "26a7ee05-5602-4d76-a7ba-eae8b7b67941", "a150d169-7d37-47dd-9b20-156207b7b02f",
        "fe93bfe1-7947-460a-a5e0-7a5906b51360", "1150aefc-07de-4228-b2b2-042a536703c0", "bc59ab01-8403-45c6-8796-ac3ef710b3e3",
        "34421fbe-f100-4e5b-9c46-2fea25aa7b88",
    ];

    public static readonly ClientProfile WebMail = new()
    {
        AppId = Bytes(ExchangeOnline),
        ClientAppId = Bytes(WebMailClient),
        ClientInfo = [.. BrowserInfos(string.Empty), Bytes("Client=OWA;Action=ViaProxy")],
        SignInApp = "own",
        SignInShown = 0.85,
        HasSession = true,
        HasToken = true,
        ClientAppIdBeganLater = true,
    };

    public static readonly ClientProfile NewOutlook = new()
    {
        AppId = Bytes(ExchangeOnline),
        ClientAppId = Bytes("5d661950-3475-41cd-a2c3-d671a3162bc1"),
        ClientInfo = BrowserInfos(" OneOutlook/1.2026.818.300"),
        SignInApp = "own",
        SignInShown = 0.3,
        HasSession = true,
        HasToken = true,
    };

    public static readonly ClientProfile Outlook = new()
    {
        ClientInfo = [Bytes("Client=MSExchangeRPC")],
        ProcessName = Bytes("OUTLOOK.EXE"),
        Versions = [Bytes("16.0.19127.20240"), Bytes("16.0.18925.20216"), Bytes("16.0.18526.20604"), Bytes("16.0.17928.20588"), Bytes("16.0.10417.20051")],
        SignInApp = "office",
        SignInShown = 0.4,
        HasSession = true,
    };

    public static readonly ClientProfile OutlookMobile = new()
    {
        AppId = Bytes(OutlookMobileClient),
        ClientAppId = Bytes(OutlookMobileClient),
        ClientInfo = [Bytes("Client=OutlookService;Outlook-iOS/2.0;"), Bytes("Client=OutlookService;Outlook-Android/2.0;")],
        SignInApp = "own",
        SignInShown = 0.1,
        HasSession = true,
        HasToken = true,
    };

    public static readonly ClientProfile Teams = new()
    {
        AppId = Bytes("1fec8e78-bce4-4aaf-ab1b-5451cc387264"),
        ClientAppId = Bytes("1fec8e78-bce4-4aaf-ab1b-5451cc387264"),
        ClientInfo = [Bytes("Client=REST;;")],
        SignInApp = "own",
        SignInShown = 0.4,
        HasToken = true,
    };

    public static readonly ClientProfile ActiveSync = new()
    {
        ClientInfo =
        [
            Bytes("Client=ActiveSync;UserAgent=Apple-iPhone15C3/2107.93;Action=/Microsoft-Server-ActiveSync/Proxy/default.eas?DeviceType=iPhone"),
            Bytes("Client=ActiveSync;UserAgent=Android-Mail/2026.08.10.release;Action=/Microsoft-Server-ActiveSync/Proxy/default.eas?DeviceType=Android"),
        ],
    };

    public static readonly ClientProfile Imap = new() { ClientInfo = [Bytes("Client=POP3/IMAP4;Protocol=IMAP4")] };

    public static readonly ClientProfile Pop = new() { ClientInfo = [Bytes("Client=POP3/IMAP4;Protocol=POP3")] };

    /// <summary>The office portal and the like: signs in, reads no mail.</summary>
    public static readonly ClientProfile Portal = new() { ClientInfo = [Bytes("Client=OWA;")], SignInApp = "portal" };

    /// <summary>The assistant that carries out retention.</summary>
    public static readonly ClientProfile Retention = new() { ClientInfo = [Bytes("Client=TBA;Service=MSExchangeMailboxAssistants;Action=ELCAssistant;")] };

    /// <summary>The service's own cmdlets.</summary>
    public static readonly ClientProfile Administration = new() { ClientInfo = [Bytes("Client=WebServices;")] };

    /// <summary>A background service of the mail platform.</summary>
    public static ClientProfile Service(string appId, string clientAppId, bool hasToken) => new()
    {
        HasToken = hasToken,
        AppId = Bytes(appId),
        ClientAppId = Bytes(clientAppId),
        ClientInfo = [Bytes("Client=REST;Client=RESTSystem;;")],
    };

    /// <summary>A first-party application on the REST interface or on web mail's: what a forged token looked like.</summary>
    public static ClientProfile FirstParty(string appId, string clientAppId, string clientInfo) => new()
    {
        AppId = Bytes(appId),
        ClientAppId = Bytes(clientAppId),
        ClientInfo = [Bytes(clientInfo)],
        HasSession = clientInfo.StartsWith("Client=OWA", System.StringComparison.Ordinal),
        HasToken = true,
    };

    /// <summary>Another vendor's application through Graph.</summary>
    public static ClientProfile GraphApplication(string clientAppId, bool ownName) => new()
    {
        AppId = Bytes(Graph),
        ClientAppId = Bytes(clientAppId),
        ClientInfo = [Bytes("Client=REST;;")],
        SignInApp = ownName ? null : "graph",
        SignInShown = 0.3,
        HasToken = true,
        IsApplication = ownName,
    };

    /// <summary>Another vendor's application through Exchange Web Services, in its own name.</summary>
    public static ClientProfile WebServicesApplication(string appId, string program) => new()
    {
        AppId = Bytes(appId),
        ClientAppId = Bytes(appId),
        ClientInfo = [Bytes($"Client=WebServices;{program}[AppId={appId}];")],
        IsApplication = true,
        HasToken = true,
    };

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[][] BrowserInfos(string suffix)
    {
        byte[][] all = new byte[UserAgents.Count][];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = Bytes("Client=OWA;" + Encoding.UTF8.GetString(UserAgents.Of(i, outlook: false)) + suffix + ";");
        }

        return all;
    }
}
