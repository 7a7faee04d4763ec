namespace StormDetect.Core.SignIns;

/// <summary>An hour of one log of sign-ins: what completeness is judged by.</summary>
/// <param name="Tenant">Index of the tenant.</param>
/// <param name="Kind">Which log.</param>
/// <param name="Hour">Hours since 2000-01-01 UTC.</param>
internal readonly record struct SignInHour(int Tenant, SignInKind Kind, int Hour);
