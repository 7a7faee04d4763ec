namespace StormDetect.Core.Detection.Indicators;

/// <summary>What kind of thing a record tells, as far as it matters for indicators.</summary>
internal enum RecordClass
{
    /// <summary>Mail was read: most of the log, and only its own fields are looked at.</summary>
    Access,

    /// <summary>Somebody signed in, or tried to.</summary>
    SignIn,

    /// <summary>Something was changed: rules, permissions, consent, credentials. All its text is looked at.</summary>
    Change,

    /// <summary>Mail was sent.</summary>
    Send,

    /// <summary>Anything else.</summary>
    Other,
}
