using System;
using System.IO;

namespace StormDetect.Core.Exports;

/// <summary>Which exceptions reading may end in, and what they mean to a user.</summary>
internal static class ReadFailure
{
    /// <summary>Whether an exception says something about the input, not about a mistake of ours.</summary>
    /// <param name="failure">The exception.</param>
    /// <returns>True if it is to become an <see cref="InputProblem"/>.</returns>
    public static bool IsExpected(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException or System.Security.SecurityException;

    /// <summary>Puts an exception into words.</summary>
    /// <param name="failure">An expected exception.</param>
    /// <returns>The kind of problem and its text.</returns>
    public static Refusal Describe(Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => new Refusal(InputProblemKind.PathNotFound, "There is no such file or folder."),
        UnauthorizedAccessException or System.Security.SecurityException => new Refusal(InputProblemKind.AccessDenied, "The file may not be read."),
        ImplausibleArchiveException => new Refusal(InputProblemKind.ArchiveTooLarge, failure.Message),
        InvalidDataException => new Refusal(InputProblemKind.CorruptArchive, "The archive is damaged or cut: " + failure.Message),
        _ => new Refusal(InputProblemKind.ReadFailed, "Reading failed: " + failure.Message),
    };
}
