namespace StormDetect.Core.Exports;

/// <summary>What kind of value a member or cell holds, before anybody decoded it.</summary>
internal enum RawKind : byte
{
    /// <summary>Absent, or JSON null.</summary>
    Missing,

    /// <summary>A JSON string, still with its escapes.</summary>
    String,

    /// <summary>A number, true or false.</summary>
    Scalar,

    Object,

    Array,

    /// <summary>A CSV cell without quotes to resolve.</summary>
    Cell,

    /// <summary>A quoted CSV cell in which quotes stand twice.</summary>
    QuotedCell,
}
