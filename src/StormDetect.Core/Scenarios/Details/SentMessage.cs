using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>What a Send says of its message where that matters: many alike, to many.</summary>
internal sealed record SentMessage(string Subject, IReadOnlyList<string> Recipients)
{
    /// <summary>The log names at most so many (Management Activity API schema).</summary>
    public const int MostRecipients = 1_000;
}
