namespace StormDetect.Core;

/// <summary>Whether an archive keeps what a profile asks for.</summary>
public enum RetentionAnswer
{
    /// <summary>All of it is there.</summary>
    Met,

    /// <summary>Some of it is not.</summary>
    NotMet,

    /// <summary>The archive does not say enough about itself to tell.</summary>
    Unknown,
}
