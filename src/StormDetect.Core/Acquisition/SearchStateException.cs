using System;
using System.IO;

namespace StormDetect.Core;

/// <summary>The state of a search cannot be used, read or written. What was finished before stays finished.</summary>
public sealed class SearchStateException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="problem">Why.</param>
    /// <param name="message">What failed and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public SearchStateException(SearchStateProblem problem, string message, Exception? innerException = null)
        : base(message, innerException) => Problem = problem;

    /// <summary>Why.</summary>
    public SearchStateProblem Problem { get; }

    /// <summary>Whether a failure of the file system is one of the state's.</summary>
    internal static bool IsExpected(Exception cause) => cause is IOException or UnauthorizedAccessException or NotSupportedException;

    /// <summary>Names what failed.</summary>
    internal static SearchStateException Of(string folder, Exception cause)
    {
        string safe = PlainText.Safe(folder);
        return cause switch
        {
            UnauthorizedAccessException => new SearchStateException(
                SearchStateProblem.AccessDenied, $"The state folder '{safe}' may not be read or written: {PlainText.Safe(cause.Message)} Name a folder that may be written, or give the right to it, and run the same command again.", cause),
            _ when FileFailure.IsDiskFull(cause) => new SearchStateException(
                SearchStateProblem.DiskFull, $"There is no room left for the state folder '{safe}': the disk, or this user's share of it, is full. Make room and run the same command again: finished slices are kept.", cause),
            _ => new SearchStateException(
                SearchStateProblem.InputOutput, $"The state folder '{safe}' cannot be read or written: {PlainText.Safe(cause.Message)} Finished slices are kept; run the same command again.", cause),
        };
    }
}
