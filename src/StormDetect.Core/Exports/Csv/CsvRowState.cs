namespace StormDetect.Core.Exports;

/// <summary>Whether a CSV row is what RFC 4180 and the header promise.</summary>
internal enum CsvRowState
{
    /// <summary>Well-formed, with one cell for each column.</summary>
    Ok,

    /// <summary>Well-formed, with more or fewer cells than there are columns.</summary>
    WrongCellCount,

    /// <summary>A quote opens and never closes properly. Only the row's first line was taken, its cells read as well as they can be.</summary>
    UnclosedQuote,

    /// <summary>A quote stands where none may stand. Cells are read as well as they can be.</summary>
    StrayQuote,
}
