using System;

namespace StormDetect.Core.Scenarios;

/// <summary>UserLoggedIn and UserLoginFailed (RecordType 15). The id of a sign-in is the token's UniqueTokenId in other clothes.</summary>
internal static class SignInShape
{
    public static void Write(RecordComposer composer, in ScenarioEvent entry)
    {
        JsonLine line = composer.Line;
        AccessSession session = entry.Session;
        bool failed = entry.Kind == RecordKind.SignInFailed;
        Mailbox user = session.Actor ?? entry.Mailbox;
        ReadOnlySpan<byte> application = Application(session.Client);
        ReadOnlySpan<byte> resource = session.Client.SignInApp == "graph" ? "00000003-0000-0000-c000-000000000000"u8 : "00000002-0000-0ff1-ce00-000000000000"u8;
        NetAddress address = composer.Address(entry);

        line.Byte((byte)'{');
        composer.Head(entry, failed ? "UserLoginFailed"u8 : "UserLoggedIn"u8, 15, "Success"u8, user.Text.ObjectId, 0, "AzureActiveDirectory"u8);
        line.Text(",\"ClientIP\":\""u8);
        line.Address(address);
        composer.Field("\",\"ObjectId\":\""u8, resource);
        composer.Field(",\"UserId\":\""u8, composer.UserName(user, entry.Time));
        line.Text(",\"AzureActiveDirectoryEventType\":1,\"ExtendedProperties\":[{\"Name\":\"ResultStatusDetail\",\"Value\":\""u8);
        line.Text(composer.Random.Chance(0.5) ? "Redirect\"}"u8 : "Success\"}"u8);
        composer.Field(",{\"Name\":\"UserAgent\",\"Value\":\""u8, UserAgents.Of(session.ClientInfo, session.Client.ProcessName is not null));
        line.Text("},{\"Name\":\"RequestType\",\"Value\":\""u8);
        line.Text(failed ? "Login:login\"}"u8 : composer.Random.Chance(0.6) ? "OAuth2:Authorize\"}"u8 : "Login:reprocess\"}"u8);
        line.Text("],\"ModifiedProperties\":[],\"Actor\":[{\"ID\":\""u8);
        line.Text(user.Text.ObjectId);
        composer.Field("\",\"Type\":0},{\"ID\":\""u8, RecordComposer.OwnerName(user, entry.Time));
        composer.Field(",\"Type\":5}],\"ActorContextId\":\""u8, composer.Tenant.IdText);
        line.Text(",\"ActorIpAddress\":\""u8);
        line.Address(address);
        line.Text("\",\"InterSystemsId\":\""u8);
        line.Guid(ScenarioIds.Derived(entry.Entropy, 3));
        line.Text("\",\"IntraSystemId\":\""u8);
        line.Guid(RecordComposer.RecordId(entry));
        composer.Field("\",\"SupportTicketId\":\"\",\"Target\":[{\"ID\":\""u8, resource);
        composer.Field(",\"Type\":0}],\"TargetContextId\":\""u8, composer.Tenant.IdText);
        composer.Field(",\"ApplicationId\":\""u8, application);
        line.Text(",\"DeviceProperties\":["u8);
        if (session.DeviceId != default)
        {
            line.Text("{\"Name\":\"Id\",\"Value\":\""u8);
            line.Guid(session.DeviceId);
            line.Text("\"},"u8);
        }

        composer.Field("{\"Name\":\"OS\",\"Value\":\""u8, UserAgents.System(session.ClientInfo));
        line.Text("},{\"Name\":\"BrowserType\",\"Value\":\"Edge\"},{\"Name\":\"IsCompliantAndManaged\",\"Value\":\""u8);
        line.Text(session.DeviceId != default ? "True\"}"u8 : "False\"}"u8);
        if (session.SessionId != default)
        {
            line.Text(",{\"Name\":\"SessionId\",\"Value\":\""u8);
            line.Guid(session.SessionId);
            line.Text("\"}"u8);
        }

        line.Text("],\"ErrorNumber\":\""u8);
        line.Text(failed ? "50126\",\"LogonError\":\"InvalidUserNameOrPassword\"}"u8 : "0\"}"u8);
    }

    /// <summary>The application that signs in.</summary>
    public static ReadOnlySpan<byte> Application(ClientProfile client) => client.SignInApp switch
    {
        "graph" => client.ClientAppId,
        "own" => client.ClientAppId ?? client.AppId,
        "office" => "d3590ed6-52b3-4102-aeff-aad2292ab01c"u8,
        "portal" => "4765445b-32c6-49b0-83e6-1d93765276ca"u8,
        _ => "9199bf20-a13f-4107-85dc-02114787ef48"u8,
    };
}
