namespace StormDetect.Core.Exports;

/// <summary>Why something was not taken as an audit log, or not to its end.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Message">What is wrong, in words.</param>
internal sealed record Refusal(InputProblemKind Kind, string Message)
{
    /// <summary>Whether content may be missing from the result, so that it must be said even of a file nobody asked for by name.</summary>
    public bool MayHideRecords => Kind is not (InputProblemKind.NoAuditLogFound or InputProblemKind.UnknownForm or InputProblemKind.BinaryFile);
}
