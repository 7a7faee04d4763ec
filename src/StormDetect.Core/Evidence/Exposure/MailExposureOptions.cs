using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What is asked of an exposure.</summary>
public sealed record MailExposureOptions
{
    /// <summary>Which mail access is meant: any of these. Empty for all of the log.</summary>
    public IReadOnlyList<MailAccessPattern> Patterns { get; init; } = [];

    /// <summary>Only these messages: who read them. With or without angle brackets.</summary>
    public IReadOnlyList<string> InternetMessageIds { get; init; } = [];

    /// <summary>What one result stands for.</summary>
    public ExposureGrouping Grouping { get; init; }

    /// <summary>How many messages are in folders, as the operator's own statistics say: the bound of a synchronised folder.</summary>
    public IReadOnlyList<FolderSize> FolderSizes { get; init; } = [];
}
