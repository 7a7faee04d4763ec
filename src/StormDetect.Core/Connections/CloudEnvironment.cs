namespace StormDetect.Core;

/// <summary>A Microsoft 365 cloud. Each has addresses of its own, and not every service in each.</summary>
public enum CloudEnvironment
{
    /// <summary>The worldwide cloud.</summary>
    Global,

    /// <summary>Government Community Cloud: the worldwide addresses but for the Management Activity API.</summary>
    Gcc,

    /// <summary>GCC High (US government).</summary>
    GccHigh,

    /// <summary>US Department of Defense.</summary>
    DoD,

    /// <summary>China, operated by 21Vianet.</summary>
    China,

    /// <summary>Addresses given one by one.</summary>
    Custom,
}
