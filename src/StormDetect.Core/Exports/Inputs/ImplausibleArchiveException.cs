using System.IO;

namespace StormDetect.Core.Exports;

/// <summary>An archive unpacks to more, or deeper, than any log does.</summary>
internal sealed class ImplausibleArchiveException : IOException
{
    /// <summary>Makes an exception.</summary>
    public ImplausibleArchiveException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is implausible.</param>
    public ImplausibleArchiveException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is implausible.</param>
    /// <param name="innerException">The cause.</param>
    public ImplausibleArchiveException(string message, System.Exception innerException)
        : base(message, innerException)
    {
    }
}
