namespace StormDetect.Core.Exports;

/// <summary>Where one cell of a CSV row stands in its block.</summary>
internal struct CsvCell
{
    /// <summary>Index of the first byte of the content; behind the opening quote of a quoted cell.</summary>
    public int Start;

    /// <summary>Bytes of the content; the closing quote is not part of it.</summary>
    public int Length;

    /// <summary>Whether the cell stood in quotes. Quotes of the content are then still doubled.</summary>
    public bool Quoted;

    /// <summary>Whether the content holds doubled quotes, so that <see cref="CsvText.Unescape"/> has something to do.</summary>
    public bool HasEscapedQuotes;
}
