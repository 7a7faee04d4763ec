using System.Collections.Generic;

namespace StormDetect.FakeTenant;

/// <summary>What an access token says.</summary>
internal sealed record FakeToken
{
    public required string TenantId { get; init; }

    public required string ClientId { get; init; }

    public required string Audience { get; init; }

    public required long Expires { get; init; }

    /// <summary>The user's principal name; empty for an application.</summary>
    public string User { get; init; } = string.Empty;

    public required IReadOnlyList<string> Permissions { get; init; }

    /// <summary>The value of the claims challenge it answers; 0 for none.</summary>
    public long Challenge { get; init; }

    public bool IsApplication => User.Length == 0;
}
