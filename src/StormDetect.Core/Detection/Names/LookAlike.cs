using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace StormDetect.Core.Detection.Names;

/// <summary>Domains and names that are made to be taken for others.</summary>
internal static class LookAlike
{
    private const int ShortestLabel = 4;

    // Letters of other scripts, and digits, that look like Latin ones. A small part of Unicode's confusables: those that have been seen in mail.
    private const string Strange = "аеорсухіјѕԁһӏԛԝмткονκτυριαɡⅼı0135648łøđ|";
    private const string Plain = "aeopcyxijsdhlqwmtkovktupiagliolesgablodl";

    /// <summary>Compares a domain that is none of the own ones with one that is.</summary>
    public static Resemblance Compare(string domain, string own)
    {
        string label = Label(Unicode(domain));
        string known = Label(own);
        if (known.Length < ShortestLabel || label.Length == 0 || domain.Equals(own, StringComparison.Ordinal))
        {
            return Resemblance.None;
        }

        if (label.Equals(known, StringComparison.Ordinal))
        {
            return Resemblance.Namesake;
        }

        string knownSkeleton = Skeleton(known);
        if (Skeleton(label).Equals(knownSkeleton, StringComparison.Ordinal))
        {
            return Resemblance.LookAlike;
        }

        string[] parts = label.Split('-');
        bool isAlike = known.Length > ShortestLabel
            && ((parts.Length > 1 && parts.Any(part => Skeleton(part).Equals(knownSkeleton, StringComparison.Ordinal))) || Distance(label, known) <= (known.Length >= 10 ? 2 : 1));
        return isAlike ? Resemblance.LookAlike : Resemblance.None;
    }

    /// <summary>The name as the eye takes it: lower case, without accents and separators, doubles of letters replaced; of a domain or of anything else.</summary>
    public static string Skeleton(string text)
    {
        StringBuilder skeleton = new(text.Length);
        foreach (char c in Decomposed(text).ToLowerInvariant())
        {
            int strange = Strange.IndexOf(c, StringComparison.Ordinal);
            char plain = strange >= 0 ? Plain[strange] : c;
            if (char.IsLetterOrDigit(plain))
            {
                // 1, l and i are one stroke each.
                skeleton.Append(plain == 'i' ? 'l' : plain);
            }
        }

        return skeleton.Replace("rn", "m").Replace("vv", "w").Replace("cl", "d").ToString();
    }

    /// <summary>Whether letters of another alphabet stand for Latin ones: all of the text reads as Latin, and not all of it is. A name in Cyrillic does not.</summary>
    public static bool IsDisguised(string text) =>
        text.ToLowerInvariant().Any(static c => !char.IsAscii(c) && Strange.Contains(c, StringComparison.Ordinal)) && Skeleton(text).All(char.IsAscii);

    /// <summary>The name a domain was registered by: <c>contoso</c> of mail.contoso.co.uk and of contoso.onmicrosoft.com.</summary>
    public static string Label(string domain)
    {
        string[] labels = domain.Split('.', StringSplitOptions.RemoveEmptyEntries);
        if (labels.Length < 2)
        {
            return labels.Length == 1 ? labels[0] : string.Empty;
        }

        if (labels.Contains("onmicrosoft", StringComparer.Ordinal))
        {
            return labels[0];
        }

        bool isTwoPart = labels.Length > 2 && labels[^2] is "co" or "com" or "org" or "net" or "ac" or "gov" or "edu" or "or" or "ne" or "go";
        return labels[isTwoPart ? ^3 : ^2];
    }

    private static string Decomposed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair: what cannot be taken apart is compared as it stands.
            return text;
        }
    }

    private static string Unicode(string domain)
    {
        if (!domain.Contains("xn--", StringComparison.Ordinal))
        {
            return domain;
        }

        try
        {
            return new IdnMapping().GetUnicode(domain);
        }
        catch (ArgumentException)
        {
            return domain;
        }
    }

    /// <summary>How many letters must be changed, added, left out or swapped with their neighbour; no more than needed to know that it is more than two.</summary>
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 2 || a.Length > 63 || b.Length > 63)
        {
            return 3;
        }

        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                int change = a[i - 1] == b[j - 1] ? 0 : 1;
                cost[i, j] = Math.Min(Math.Min(cost[i - 1, j] + 1, cost[i, j - 1] + 1), cost[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }
}
