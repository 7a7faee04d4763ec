using System;

namespace StormDetect.FakeTenant;

/// <summary>A request that was answered.</summary>
/// <param name="Time">When, by the machine's clock.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">The path with its query.</param>
/// <param name="Status">The status that was answered; 0 where the connection was broken instead.</param>
public sealed record RequestLogEntry(DateTimeOffset Time, string Method, string Path, int Status);
