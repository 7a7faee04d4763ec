namespace StormDetect.Core.Scenarios;

/// <summary>A kind of client as its records show it. Texts are UTF-8 and already escaped for JSON; an absent field is null, an empty one is written empty.</summary>
internal sealed class ClientProfile
{
    /// <summary>The application whose token reaches Exchange, or null (Outlook for Windows never shows one).</summary>
    public byte[]? AppId { get; init; }

    /// <summary>The application behind the call, or null.</summary>
    public byte[]? ClientAppId { get; init; }

    /// <summary>ClientInfoString; more than one where users have different programs.</summary>
    public required byte[][] ClientInfo { get; init; }

    /// <summary>ClientProcessName, for Outlook.</summary>
    public byte[]? ProcessName { get; init; }

    /// <summary>ClientVersion, for Outlook.</summary>
    public byte[][]? Versions { get; init; }

    /// <summary>The ApplicationId and resource of its sign-in record, or null where nobody signs in for it.</summary>
    public string? SignInApp { get; init; }

    /// <summary>How many of its daily tokens come from a sign-in that the unified log shows; the others from refreshes it does not carry.</summary>
    public double SignInShown { get; init; }

    /// <summary>Whether its records carry a SessionId.</summary>
    public bool HasSession { get; init; }

    /// <summary>Whether its records carry a token's identifiers.</summary>
    public bool HasToken { get; init; }

    /// <summary>An application acting in its own name: UserType 5.</summary>
    public bool IsApplication { get; init; }

    /// <summary>Whether ClientAppId is missing before the day on which the log begins to carry it.</summary>
    public bool ClientAppIdBeganLater { get; init; }
}
