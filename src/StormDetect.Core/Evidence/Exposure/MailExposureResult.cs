using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What could have been read, and what was read of the log to say so.</summary>
public sealed class MailExposureResult
{
    /// <summary>By mailbox and folder, or by mailbox; empty where messages were asked for.</summary>
    public required IReadOnlyList<MailExposure> Exposures { get; init; }

    /// <summary>By message, where messages were asked for; else empty.</summary>
    public required IReadOnlyList<ExposedMessage> Messages { get; init; }

    /// <summary>What was read, kept and dropped.</summary>
    public required ReadReport ReadReport { get; init; }
}
