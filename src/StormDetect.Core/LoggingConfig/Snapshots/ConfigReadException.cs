using System;

namespace StormDetect.Core;

/// <summary>A part of a configuration that a source could not read.</summary>
public sealed class ConfigReadException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">Why, and what would read it, such as the permission that is missing. No tokens, no request bodies.</param>
    /// <param name="cause">What failed underneath, if anything.</param>
    public ConfigReadException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
