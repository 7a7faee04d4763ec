namespace StormDetect.Core;

/// <summary>Whether something will work.</summary>
public enum CapabilityState
{
    /// <summary>Everything it takes is there, as far as can be seen without asking for data.</summary>
    Works,

    /// <summary>A permission or role is missing.</summary>
    Missing,

    /// <summary>It cannot be seen from here.</summary>
    Unknown,

    /// <summary>The cloud, or this way of signing in, does not have it.</summary>
    NotAvailable,
}
