namespace StormDetect.Core.Exports;

/// <summary>What is wrong with a piece of JSON; <see cref="None"/> when nothing is.</summary>
internal enum JsonFault
{
    None,

    /// <summary>The text ended inside a string, an object or an array: the record was cut.</summary>
    NotClosed,

    /// <summary>A control character stands inside a string; most often the line break behind a cut.</summary>
    ControlCharacter,

    /// <summary>The grammar is broken.</summary>
    Syntax,

    /// <summary>Nested deeper than any audit record.</summary>
    TooDeep,
}
