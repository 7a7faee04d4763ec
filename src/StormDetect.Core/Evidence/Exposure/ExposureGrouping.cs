namespace StormDetect.Core;

/// <summary>What one result of an exposure stands for.</summary>
public enum ExposureGrouping
{
    /// <summary>A folder of a mailbox.</summary>
    Folder,

    /// <summary>A mailbox.</summary>
    Mailbox,

    /// <summary>A message.</summary>
    Message,
}
