namespace StormDetect.Core;

/// <summary>The weekly budget of false statistical stories at Medium or above, per tenant.</summary>
public enum Sensitivity
{
    /// <summary>About one in five weeks.</summary>
    Low,

    /// <summary>About one a week.</summary>
    Normal,

    /// <summary>About five a week.</summary>
    High,
}
