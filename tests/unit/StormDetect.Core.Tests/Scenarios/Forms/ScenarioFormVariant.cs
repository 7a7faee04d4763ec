using System;

namespace StormDetect.Core.Tests.Scenarios;

/// <summary>Spellings of an export form. Those a form does not have are ignored.</summary>
[Flags]
internal enum ScenarioFormVariant
{
    /// <summary>The form as it is most common today.</summary>
    None = 0,

    /// <summary>Dates as the portal wrote them before: 9/20/2023 4:05:03 AM.</summary>
    OldDates = 1,

    /// <summary>Without the admin-unit columns of today's portal.</summary>
    NoAdminUnits = 2,

    /// <summary>JSON over several lines.</summary>
    Pretty = 4,

    /// <summary>RecordType as a number where the form has its name.</summary>
    NumericRecordType = 8,

    /// <summary>RecordType and UserType inside AuditData as words.</summary>
    TextEnums = 16,

    /// <summary>One object after the other instead of an array.</summary>
    Concatenated = 32,

    /// <summary>One object a line instead of the form's usual frame (Sentinel: JSON lines instead of CSV).</summary>
    Lines = 64,

    /// <summary>Nested values as JSON text where they could be objects.</summary>
    NestedAsText = 128,

    /// <summary>Inside the envelope that streaming puts around a row.</summary>
    Streamed = 256,

    /// <summary>Dotted keys instead of nested objects.</summary>
    DottedKeys = 512,

    /// <summary>A SIEM's own columns among the real ones, in another order.</summary>
    ExtraColumns = 1024,

    /// <summary>CRLF instead of LF.</summary>
    CarriageReturns = 2048,
}
