namespace StormDetect.Core.Detection.Orphans;

/// <summary>What is compared with each other: one path of one tenant, with or without identifiers in its records.</summary>
/// <param name="Tenant">Index of the tenant.</param>
/// <param name="Path">Index of the path.</param>
/// <param name="HasIds">Whether the records name a token or session.</param>
internal readonly record struct PathClass(int Tenant, int Path, bool HasIds);
