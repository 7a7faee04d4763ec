using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using StormDetect.Core;

namespace StormDetect.Binding;

/// <summary>Reads objects of Get-EXOMailboxFolderStatistics and Get-MailboxFolderStatistics, also ones that came back from a file.</summary>
internal static partial class FolderStatisticsReader
{
    /// <summary>Reads one.</summary>
    /// <param name="input">The object.</param>
    /// <returns>What the folder holds; null where the object is none or does not say.</returns>
    public static FolderSize? Read(PSObject input)
    {
        // Identity is "mailbox\folder\folder"; FolderPath is "/folder/folder".
        string? identity = LooseProperties.Get(input, "Identity")?.ToString();
        string? path = LooseProperties.Get(input, "FolderPath")?.ToString();
        string? mailbox = LooseProperties.Get(input, "Mailbox")?.ToString() ?? LooseProperties.Get(input, "PrimarySmtpAddress")?.ToString() ?? identity?.Split('\\', '/')[0];
        if (string.IsNullOrEmpty(mailbox) || string.IsNullOrEmpty(path)
            || !LanguagePrimitives.TryConvertTo(LooseProperties.Get(input, "ItemsInFolder"), CultureInfo.InvariantCulture, out long count))
        {
            return null;
        }

        // "1.5 MB (1,572,864 bytes)".
        Match bytes = Bytes().Match(LooseProperties.Get(input, "FolderSize")?.ToString() ?? string.Empty);
        return new FolderSize(mailbox, path, count, bytes.Success && long.TryParse(bytes.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out long size) ? size : null);
    }

    [GeneratedRegex(@"\(([\d,]+) bytes\)", RegexOptions.CultureInvariant)]
    private static partial Regex Bytes();
}
