using System.Text;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Text of the log inside commands people copy: the attacker may have written it.</summary>
internal static class PowerShellText
{
    private const int MaxLength = 256;

    /// <summary>
    /// A single-quoted PowerShell string. Quotes are doubled, also the typographic ones that PowerShell takes for a quote; control characters are dropped, so
    /// that a pasted command is one line.
    /// </summary>
    public static string Quote(string value)
    {
        StringBuilder text = new("'");
        foreach (char c in value.Length > MaxLength ? value[..MaxLength] : value)
        {
            if (char.IsControl(c) || c is '\u2028' or '\u2029')
            {
                continue;
            }

            text.Append(c);
            if (c is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B')
            {
                text.Append(c);
            }
        }

        return text.Append('\'').ToString();
    }
}
