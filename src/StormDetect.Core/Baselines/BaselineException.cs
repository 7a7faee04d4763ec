using System;

namespace StormDetect.Core;

/// <summary>A baseline that cannot be read, written or used for these records.</summary>
public sealed class BaselineException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="message">The same as a sentence that says what to do.</param>
    /// <param name="cause">What failed underneath, if anything.</param>
    public BaselineException(BaselineProblem problem, string message, Exception? cause = null)
        : base(message, cause) => Problem = problem;

    /// <summary>What is wrong.</summary>
    public BaselineProblem Problem { get; }
}
