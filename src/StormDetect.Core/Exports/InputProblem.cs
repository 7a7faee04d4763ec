namespace StormDetect.Core;

/// <summary>An input that could not be read. The other inputs still were.</summary>
/// <param name="Kind">What is wrong; its name is the error id.</param>
/// <param name="Path">The input.</param>
/// <param name="Message">What is wrong, in words.</param>
public sealed record InputProblem(InputProblemKind Kind, string Path, string Message)
{
    /// <summary>Whether records may have been in it that nobody read.</summary>
    internal bool IsUnread => Kind is InputProblemKind.ReadFailed or InputProblemKind.CorruptArchive or InputProblemKind.AccessDenied or InputProblemKind.ArchiveTooLarge or InputProblemKind.PathNotFound;
}
