namespace StormDetect.Core;

/// <summary>Why a row was not used, or only in part.</summary>
public enum DropReason
{
    /// <summary>The JSON is not well-formed or not closed: a cut or damaged record.</summary>
    MalformedJson,

    /// <summary>The bytes are not valid UTF-8.</summary>
    InvalidUtf8,

    /// <summary>The CSV row has the wrong number of cells, or a quote that never closes.</summary>
    MalformedCsvRow,

    /// <summary>AuditData is empty or was cut away. The row is kept with what its outer columns still say.</summary>
    AuditDataMissing,

    /// <summary>An earlier tool turned nested values into text (<c>System.Object[]</c>, <c>@{Name=...}</c>). The row is kept with what survives.</summary>
    NestedValuesLost,

    /// <summary>The row carries no operation, so it is not an audit record.</summary>
    NotAnAuditRecord,

    /// <summary>The time is missing, impossible or in an ambiguous local form.</summary>
    InvalidTime,

    /// <summary>The row is longer than any audit record can be.</summary>
    TooLarge,

    /// <summary>The row stands among sign-ins but is none.</summary>
    NotASignIn,
}
