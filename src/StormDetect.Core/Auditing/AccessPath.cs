namespace StormDetect.Core;

/// <summary>
/// How somebody reaches mail: the application whose token reached Exchange, the application behind the call, the protocol family and on whose
/// authority. An absent id is a value of its own (empty), because Outlook for Windows never carries one and a change of that is news.
/// </summary>
/// <param name="AppId">AppId in lower case, or empty.</param>
/// <param name="ClientAppId">ClientAppId in lower case, or empty. Falls back to AppAccessContext.ClientAppId and to <c>[AppId=...]</c> in the client's description.</param>
/// <param name="Family">The protocol family.</param>
/// <param name="Logon">On whose authority.</param>
public readonly record struct AccessPath(string AppId, string ClientAppId, ClientFamily Family, LogonKind Logon)
{
    /// <summary>The path in one line.</summary>
    /// <returns>Family, ids and logon kind.</returns>
    public override string ToString() =>
        $"{Family} app {(AppId.Length == 0 ? "none" : AppId)} client {(ClientAppId.Length == 0 ? "none" : ClientAppId)} as {Logon}";
}
