using System;

namespace StormDetect.Core;

/// <summary>A snapshot file that cannot be read or written.</summary>
public sealed class ConfigSnapshotException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="message">The same as a sentence that says what to do.</param>
    /// <param name="cause">What failed underneath, if anything.</param>
    public ConfigSnapshotException(ConfigSnapshotProblem problem, string message, Exception? cause = null)
        : base(message, cause) => Problem = problem;

    /// <summary>What is wrong.</summary>
    public ConfigSnapshotProblem Problem { get; }
}
