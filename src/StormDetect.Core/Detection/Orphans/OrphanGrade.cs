namespace StormDetect.Core;

/// <summary>How far mail access is from being explained by a sign-in.</summary>
public enum OrphanGrade
{
    /// <summary>The records or the sign-ins do not allow to say: no sign-ins for that time, or a session that may be older than them.</summary>
    Unknown,

    /// <summary>The sign-in may still be on its way: sign-in logs lag behind mail access.</summary>
    NotYetDue,

    /// <summary>No sign-in is to be expected: services, and reads that carry a token made inside Microsoft's cloud.</summary>
    Expected,

    /// <summary>No sign-in explains it, but that says little: the identifiers are missing, or such access often goes unexplained here.</summary>
    Weak,

    /// <summary>A sign-in explains the token or session, but not this use of it: from another network, too late, or in two places at once.</summary>
    Misused,

    /// <summary>The identifiers are there, the sign-ins are complete for that time, such access is nearly always explained here, and nothing matches; or it comes as a service, but from where no service is.</summary>
    Orphaned,
}
