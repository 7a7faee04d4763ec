using System;

namespace StormDetect.Core;

/// <summary>An archive that cannot be written or read. Whatever the reason, what was in it before is unchanged.</summary>
public sealed class ArchiveException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="path">The archive.</param>
    /// <param name="message">The same as a sentence that says what to do.</param>
    /// <param name="cause">What failed underneath, if anything.</param>
    public ArchiveException(ArchiveProblem problem, string path, string message, Exception? cause = null)
        : base(message, cause) => (Problem, Path) = (problem, path);

    /// <summary>What is wrong.</summary>
    public ArchiveProblem Problem { get; }

    /// <summary>The archive.</summary>
    public string Path { get; }
}
