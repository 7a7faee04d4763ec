using System.Text;

namespace StormDetect.Core.Scenarios;

/// <summary>Folder names in the users' languages, escaped for JSON; the second form of names beyond ASCII is raw UTF-8, and logs hold both.</summary>
internal static class FolderNames
{
    public const int Inbox = 0;
    public const int SentItems = 1;
    public const int Drafts = 2;
    public const int DeletedItems = 3;
    public const int Calendar = 4;
    public const int JunkEmail = 5;
    public const int Archive = 6;
    public const int Contacts = 7;
    public const int Standard = 8;

    // Beyond what anybody's own folders count to.
    public const int Deletions = 1_000;
    public const int Purges = 1_001;
    public const int RssFeeds = 1_002;
    public const int ConversationHistory = 1_003;


    private static readonly string[][] s_names =
    [
        ["Inbox", "Sent Items", "Drafts", "Deleted Items", "Calendar", "Junk Email", "Archive", "Contacts"],
        ["Bo\u00eete de r\u00e9ception", "\u00c9l\u00e9ments envoy\u00e9s", "Brouillons", "\u00c9l\u00e9ments supprim\u00e9s", "Calendrier", "Courrier ind\u00e9sirable", "Archive", "Contacts"],
        ["Posteingang", "Gesendete Elemente", "Entw\u00fcrfe", "Gel\u00f6schte Elemente", "Kalender", "Junk-E-Mail", "Archiv", "Kontakte"],
        ["Postvak IN", "Verzonden items", "Concepten", "Verwijderde items", "Agenda", "Ongewenste e-mail", "Archief", "Contactpersonen"],
    ];

    private static readonly string[] s_own = ["Projects", "Invoices", "Travel", "Team", "Reports", "Customers", "Audit/Legal", "Offers", "HR", "Newsletter"];

    private static readonly string[][] s_hidden =
    [
        ["Recoverable Items\\\\Deletions", "Recoverable Items\\\\Purges", "RSS Feeds", "Conversation History"],
        ["Recoverable Items\\\\Deletions", "Recoverable Items\\\\Purges", "Flux RSS", "Historique des conversations"],
        ["Recoverable Items\\\\Deletions", "Recoverable Items\\\\Purges", "RSS-Feeds", "Aufgezeichnete Unterhaltungen"],
        ["Recoverable Items\\\\Deletions", "Recoverable Items\\\\Purges", "RSS-feeds", "Gespreksgeschiedenis"],
    ];

    private static readonly byte[][][] s_raw = Encode(escaped: false);

    private static readonly byte[][][] s_escaped = Encode(escaped: true);

    public static int Locales => s_names.Length;

    /// <summary>A folder's name.</summary>
    public static byte[] Name(int locale, int folder, bool escaped)
    {
        if (folder >= Deletions)
        {
            return Encoding.UTF8.GetBytes(s_hidden[locale][folder - Deletions]);
        }

        byte[][] names = (escaped ? s_escaped : s_raw)[locale];
        return names[folder < Standard ? folder : Standard + ((folder - Standard) % s_own.Length)];
    }

    /// <summary>A folder's name as a parameter has it, unescaped.</summary>
    public static string Plain(int locale, int folder) =>
        folder >= Deletions ? s_hidden[locale][folder - Deletions].Replace("\\\\", "\\", System.StringComparison.Ordinal)
        : folder < Standard ? s_names[locale][folder]
        : s_own[(folder - Standard) % s_own.Length];

    private static byte[][][] Encode(bool escaped)
    {
        byte[][][] all = new byte[s_names.Length][][];
        for (int locale = 0; locale < all.Length; locale++)
        {
            string[] names = [.. s_names[locale], .. s_own];
            all[locale] = new byte[names.Length][];
            for (int i = 0; i < names.Length; i++)
            {
                all[locale][i] = Encoding.UTF8.GetBytes(escaped ? Escape(names[i]) : names[i]);
            }
        }

        return all;
    }

    private static string Escape(string name)
    {
        StringBuilder text = new();
        foreach (char c in name)
        {
            _ = c < 0x80 ? text.Append(c) : text.Append("\\u00").Append("0123456789abcdef"[(c >> 4) & 15]).Append("0123456789abcdef"[c & 15]);
        }

        return text.ToString();
    }
}
