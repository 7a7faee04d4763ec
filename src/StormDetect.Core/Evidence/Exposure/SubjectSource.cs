namespace StormDetect.Core;

/// <summary>Where a message's subject is known from.</summary>
public enum SubjectSource
{
    /// <summary>It is not known.</summary>
    None,

    /// <summary>The audit log names it.</summary>
    Log,

    /// <summary>The message trace, which knows every message that passed Exchange in the last 90 days and opens no mailbox.</summary>
    MessageTrace,

    /// <summary>The mailbox itself: that was mail access of our own.</summary>
    Mailbox,
}
