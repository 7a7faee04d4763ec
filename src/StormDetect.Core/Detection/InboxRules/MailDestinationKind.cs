namespace StormDetect.Core.Detection.InboxRules;

/// <summary>Whether a destination is outside of the organisation.</summary>
internal enum MailDestinationKind
{
    /// <summary>Inside, or an object of the directory.</summary>
    Internal,

    /// <summary>It has no address that could be judged: a display name.</summary>
    Unnamed,

    /// <summary>No domain of the organisation is known.</summary>
    Undecided,

    /// <summary>Outside.</summary>
    External,
}
