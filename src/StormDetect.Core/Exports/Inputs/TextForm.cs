namespace StormDetect.Core.Exports;

/// <summary>What the beginning of a text turned out to be.</summary>
/// <param name="Layout">How its records follow each other.</param>
/// <param name="SingleLine">Whether the first JSON value has a line to itself.</param>
/// <param name="Header">The header of CSV.</param>
/// <param name="HeaderBytes">Bytes the header takes.</param>
/// <param name="IsPartial">Whether the form leaves out parts of its records.</param>
internal sealed record TextForm(InputLayout Layout, bool SingleLine, CsvHeader? Header, int HeaderBytes, bool IsPartial);
