using System;
using System.Collections.Generic;

namespace StormDetect.Core.Facts;

/// <summary>
/// Tells folders by their paths. Exchange names the folders of a mailbox in the language the mailbox was first opened in; Recoverable Items and what is in it have English names in every language.
/// </summary>
internal static class FolderRoles
{
    private const string Recoverable = "Recoverable Items";

    private static readonly HashSet<string> s_sent = new(StringComparer.OrdinalIgnoreCase)
    {
        "Sent Items", "Sent", "Sent Mail", // English; the last two are those of IMAP clients
        "Gesendete Elemente", "Gesendete Objekte", "Gesendet", // German
        "Éléments envoyés", "Messages envoyés", "Envoyés", // French
        "Elementos enviados", "Enviados", // Spanish
        "Itens Enviados", // Portuguese
        "Posta inviata", "Elementi inviati", "Inviati", // Italian
        "Verzonden items", "Verzonden", // Dutch
        "Elementy wysłane", "Wysłane", // Polish
        "送信済みアイテム", "送信済み", // Japanese
        "已发送邮件", "已发送", "已傳送的郵件", "寄件備份", // Chinese, simplified and traditional
        "보낸 편지함", // Korean
        "Отправленные", "Отправленные элементы", // Russian
        "Skickat", "Skickade objekt", // Swedish
        "Sendt post", "Sendte elementer", "Sendt", // Danish, Norwegian
        "Lähetetyt", "Lähetetyt viestit", // Finnish
        "Odeslaná pošta", "Odeslané", // Czech
        "Gönderilmiş Öğeler", "Gönderilenler", // Turkish
        "العناصر المرسلة", // Arabic
        "פריטים שנשלחו", // Hebrew
        "Elküldött elemek", // Hungarian
        "Elemente trimise", // Romanian
        "Απεσταλμένα", // Greek
        "Надіслані", // Ukrainian
    };

    /// <summary>The role of a folder.</summary>
    /// <param name="path">Its path as the log spells it, such as <c>\Sent Items</c>.</param>
    public static FolderRole Of(string path)
    {
        foreach (string part in path.Split(['\\', '/'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Equals(Recoverable, StringComparison.OrdinalIgnoreCase))
            {
                return FolderRole.RecoverableItems;
            }

            if (s_sent.Contains(Composed(part)))
            {
                return FolderRole.SentItems;
            }
        }

        return FolderRole.Other;
    }

    /// <summary>Accents as one character each: some clients write them apart. A text that is none (half a surrogate pair) stays as it is.</summary>
    private static string Composed(string name)
    {
        try
        {
            return name.Normalize();
        }
        catch (ArgumentException)
        {
            return name;
        }
    }
}
