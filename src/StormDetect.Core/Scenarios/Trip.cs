namespace StormDetect.Core.Scenarios;

/// <summary>Days away from home, on networks of another place.</summary>
internal sealed record Trip(int FirstDay, int LastDay, NetAddress Hotel, Provider Roaming);
