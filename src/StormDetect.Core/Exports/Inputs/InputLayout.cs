namespace StormDetect.Core.Exports;

/// <summary>How the records of an input follow each other, which decides how it is cut into blocks.</summary>
internal enum InputLayout
{
    /// <summary>JSON values behind each other, one a line or not.</summary>
    JsonSequence,

    /// <summary>One array, or one wrapper object, that spans much of the file.</summary>
    JsonTree,

    /// <summary>Rows under a header.</summary>
    Csv,
}
