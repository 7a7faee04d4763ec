using System.Management.Automation;

namespace StormDetect.Binding;

/// <summary>Recognises objects that stand for a mailbox: those of Get-Mailbox, Get-EXOMailbox, Get-MgUser, or rows with the same columns.</summary>
internal static class MailboxObject
{
    /// <summary>The mailbox's name for Graph: the principal name, which is what it knows accounts by, else the address or the object id.</summary>
    /// <param name="input">The object.</param>
    /// <returns>The name; null where the object is none.</returns>
    public static string? NameOf(PSObject input)
    {
        foreach (string name in (string[])["UserPrincipalName", "PrimarySmtpAddress", "ExternalDirectoryObjectId", "WindowsEmailAddress"])
        {
            if (LooseProperties.Get(input, name)?.ToString() is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }
}
