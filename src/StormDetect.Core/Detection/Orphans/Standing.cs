namespace StormDetect.Core.Detection.Orphans;

/// <summary>Whether the absence of a sign-in would say anything, as far as time and the logs of sign-ins tell.</summary>
internal enum Standing : byte
{
    /// <summary>There are no sign-ins for that time.</summary>
    SignInsMissing,

    /// <summary>The session may have begun before the sign-ins do.</summary>
    SessionMayBeOlder,

    /// <summary>The sign-in may still be on its way.</summary>
    NotYetDue,

    /// <summary>Silent renewals are not among the sign-ins: only what people do is.</summary>
    RenewalsMissing,

    /// <summary>The sign-in should be there.</summary>
    Due,
}
