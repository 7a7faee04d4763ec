using System;

namespace StormDetect.Core;

/// <summary>A file of words for inbox rules cannot be read as one.</summary>
public sealed class RuleWordException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="file">The file.</param>
    /// <param name="line">The line that is wrong, from 1; 0 where it is the file as a whole.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="cause">What the system said, or null.</param>
    public RuleWordException(string file, int line, string message, Exception? cause = null)
        : base(PlainText.Safe(message), cause)
    {
        File = file;
        Line = line;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The line that is wrong, from 1; 0 where it is the file as a whole.</summary>
    public int Line { get; }
}
