using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace StormDetect.Core;

/// <summary>
/// Makes text of a log fit to be shown: every string in it may be an attacker's, and a terminal obeys escape sequences whoever wrote them.
/// </summary>
public static class PlainText
{
    private const int Longest = 2000;
    private const string Cut = "...";

    /// <summary>The text, unable to move the cursor, colour, reorder or hide anything: such characters appear as <c>\u001B</c>.</summary>
    /// <param name="text">Any text; null is empty.</param>
    /// <returns>Text on one line, at most 2,000 characters of the original.</returns>
    public static string Safe(string? text)
    {
        text ??= string.Empty;
        bool isLong = text.Length > Longest;
        text = isLong ? text[..Longest] : text;
        int position = 0;
        while (position < text.Length && text[position] is >= ' ' and <= '~')
        {
            position++;
        }

        if (position == text.Length)
        {
            return isLong ? text + Cut : text;
        }

        StringBuilder safe = new(text.Length + 16);
        safe.Append(text, 0, position);
        while (position < text.Length)
        {
            bool isRune = Rune.TryGetRuneAt(text, position, out Rune rune);
            int length = isRune ? rune.Utf16SequenceLength : 1;
            if (isRune && IsHarmless(rune))
            {
                safe.Append(text, position, length);
            }
            else
            {
                safe.Append('\\').Append(isRune && length == 2 ? 'U' : 'u')
                    .Append((isRune ? rune.Value : text[position]).ToString(length == 2 ? "X8" : "X4", CultureInfo.InvariantCulture));
            }

            position += length;
        }

        return isLong ? safe.Append(Cut).ToString() : safe.ToString();
    }

    /// <summary>Texts of a log as one line for a cell of a table: unable to steer a terminal, and no formula to a spreadsheet.</summary>
    /// <param name="texts">The texts.</param>
    /// <returns>The texts separated by a semicolon and a blank; with an apostrophe in front where a spreadsheet would calculate.</returns>
    public static string Line(IEnumerable<string> texts)
    {
        string line = string.Join("; ", texts.Select(Safe));
        return line.Length > 0 && line[0] is '=' or '+' or '-' or '@' ? "'" + line : line;
    }

    /// <summary>A text of a log as a property that <c>Export-Csv</c> writes: as <see cref="Safe"/>, and no formula to a spreadsheet.</summary>
    /// <param name="text">The text; null is empty.</param>
    /// <returns>The text; with an apostrophe in front where a spreadsheet would calculate. An identifier that begins with a hyphen stays as it is: of letters, digits and hyphens nothing can be calculated.</returns>
    public static string Cell(string? text)
    {
        string safe = Safe(text);
        return safe.Length > 0 && (safe[0] is '=' or '+' or '@' || (safe[0] == '-' && !safe.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))) ? "'" + safe : safe;
    }

    // Control covers C0, ESC and C1; Format covers bidi overrides and isolates, zero-width characters and tags.
    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => false,
        _ => true,
    };
}
