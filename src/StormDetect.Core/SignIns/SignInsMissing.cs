namespace StormDetect.Core.SignIns;

/// <summary>A stretch of a log of sign-ins that was asked for and could not be read. That nothing is there proves nothing.</summary>
/// <param name="TenantId">The tenant, in lower case.</param>
/// <param name="Kind">The log.</param>
/// <param name="From">Its start in seconds, inclusive.</param>
/// <param name="To">Its end in seconds, exclusive.</param>
/// <param name="Why">Why, in words.</param>
internal sealed record SignInsMissing(string TenantId, SignInKind Kind, int From, int To, string Why);
