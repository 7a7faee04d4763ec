using System;
using System.Globalization;
using System.Text;

namespace StormDetect.Core.Exports;

/// <summary>Names of archive entries. They are the attacker's: shown with care, compared with nothing on disk, never a path.</summary>
internal static class ArchiveNames
{
    private const int MaxShown = 260;

    /// <summary>Whether an entry is a folder, hidden, or what macOS adds to archives.</summary>
    /// <param name="name">The entry's full name.</param>
    /// <returns>True to leave it out.</returns>
    public static bool IsSkipped(string name)
    {
        if (name.Length == 0 || name.EndsWith('/') || name.EndsWith('\\') || name.StartsWith("__MACOSX/", StringComparison.Ordinal))
        {
            return true;
        }

        foreach (string part in name.Split('/', '\\'))
        {
            if (part.StartsWith('.') && part is not ("." or ".."))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An entry name that is safe to print: one line, without control and direction characters, of bounded length.</summary>
    /// <param name="name">The entry's full name.</param>
    /// <returns>What to show.</returns>
    public static string Shown(string name)
    {
        StringBuilder shown = new(Math.Min(name.Length, MaxShown));
        foreach (char value in name)
        {
            if (shown.Length == MaxShown)
            {
                shown.Append('\u2026');
                break;
            }

            UnicodeCategory category = char.GetUnicodeCategory(value);
            bool isUnsafe = category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned || char.IsSurrogate(value);
            shown.Append(isUnsafe ? '\ufffd' : value);
        }

        return shown.ToString();
    }
}
