namespace StormDetect.Core.Detection.Names;

/// <summary>How a domain outside is like one of the tenant's own.</summary>
internal enum Resemblance
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>It has the same name under another ending, which companies own as well.</summary>
    Namesake,

    /// <summary>It is made to be read as the other: a letter off, letters swapped for their doubles, or the name with something added.</summary>
    LookAlike,
}
