namespace StormDetect.Core.Detection.Orphans;

/// <summary>By what a sign-in explains mail access, surest last.</summary>
internal enum MatchKind : byte
{
    /// <summary>Nothing explains it.</summary>
    None,

    /// <summary>Graph logged a request for it, whose own token no sign-in explains.</summary>
    UnexplainedRequest,

    /// <summary>The user signed in to the application from that network within a token's life.</summary>
    User,

    /// <summary>The application signed in with its own credentials within a token's life.</summary>
    Application,

    /// <summary>Graph logged a request for it, with a token that a sign-in gave.</summary>
    Request,

    /// <summary>The session has a sign-in.</summary>
    Session,

    /// <summary>The token is that of a sign-in.</summary>
    Token,
}
