namespace StormDetect.Graph;

/// <summary>Who signs in where, for messages.</summary>
/// <param name="LoginHost">The host that issues tokens.</param>
/// <param name="TenantId">The tenant as it was named.</param>
/// <param name="ClientId">The application as it was named.</param>
/// <param name="Hint">What this way of signing in needs, for failures that say nothing themselves; empty for none.</param>
internal sealed record SignInSubject(string LoginHost, string TenantId, string ClientId, string Hint);
