using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using StormDetect.Core.SignIns;

namespace StormDetect.Core.Tests.Support;

/// <summary>A sign-in, written as each log of sign-ins writes it.</summary>
internal sealed record SignInSample(DateTime Time, Guid Id, string User, string App, string Address, Guid Session, bool Interactive = false, int Error = 0)
{
    public const string Tenant = "6f3c1a90-0b8e-4f57-9d0a-2f1f3a5b7c11";

    private string Stamp => Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private string Token => TokenId.Encode(Id);

    private string ObjectId => new Guid(User.Length, 1, 2, 3, 4, 5, 6, 7, 8, 9, (byte)(User.Sum(static c => c) % 251)).ToString("D");

    public static string Write(string form, IEnumerable<SignInSample> samples) => form switch
    {
        "portal csv" => "\"Date (UTC)\",\"Request ID\",\"User agent\",\"Correlation ID\",\"User ID\",\"User\",\"Username\",\"User type\",\"Incoming token type\",\"Unique token identifier\",\"Application\",\"Application ID \",\"Home tenant ID\",\"IP address\",\"Location\",\"Status\",\"Sign-in error code\",\"Session ID\",\"IP address (seen by resource)\"\r\n"
            + string.Concat(samples.Select(s => $"\"{s.Stamp}\",\"{s.Id:D}\",\"Mozilla/5.0 (a, b)\",\"{Guid.Empty}\",\"{s.ObjectId}\",\"Some \"\"One\"\"\",\"{s.User}\",\"Member\",\"{(s.Interactive ? "None" : "refreshToken")}\",\"{s.Token}\",\"Mail\",\"{s.App}\",\"{Tenant}\",\"{s.Address}\",\"Here, There\",\"{(s.Error == 0 ? "Success" : "Failure")}\",\"{(s.Error == 0 ? "None" : s.Error)}\",\"{s.Session:D}\",\"\"\r\n")),
        "graph page" => new JsonObject { ["@odata.context"] = "x", ["value"] = new JsonArray([.. samples.Select(static s => (JsonNode)s.Graph())]) }.ToJsonString(new() { WriteIndented = true }),
        "graph lines" => string.Join('\n', samples.Select(static s => s.Graph().ToJsonString())) + "\n",
        "graph v1.0" => new JsonArray([.. samples.Select(static s => (JsonNode)s.GraphOne())]).ToJsonString(new() { WriteIndented = true }),
        "sentinel csv" => "\"TimeGenerated [UTC]\",Id,Category,ResultType,UserPrincipalName,UserId,AppId,IPAddress,SessionId,UniqueTokenIdentifier,AADTenantId,TenantId,Status,Type\n"
            + string.Concat(samples.Select(s => $"{s.Stamp},{s.Id:D},{s.Category},{s.Error},{s.User},{s.ObjectId},{s.App},{s.Address},{s.Session:D},{s.Token},{Tenant},{Guid.Empty},\"{{\"\"errorCode\"\":{s.Error}}}\",AAD{s.Category}\n")),
        "sentinel json" => new JsonArray([.. samples.Select(static s => (JsonNode)new JsonObject
        {
            ["TimeGenerated"] = s.Stamp, [nameof(Id)] = s.Id.ToString("D"), [nameof(Category)] = s.Category, ["ResultType"] = s.Error.ToString(System.Globalization.CultureInfo.InvariantCulture), ["UserPrincipalName"] = s.User,
            ["UserId"] = s.ObjectId, ["AppId"] = s.App, ["IPAddress"] = s.Address, ["SessionId"] = s.Session.ToString("D"), ["UniqueTokenIdentifier"] = s.Token, ["AADTenantId"] = Tenant,
        })]).ToJsonString(),
        "stream" => new JsonObject
        {
            ["records"] = new JsonArray([.. samples.Select(static s => (JsonNode)new JsonObject
            {
                ["time"] = s.Stamp, ["resourceId"] = "/tenants/x", ["operationName"] = "Sign-in activity", ["category"] = s.Category, ["resultType"] = s.Error.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["tenantId"] = Tenant, ["callerIpAddress"] = s.Address, ["properties"] = s.Graph(),
            })]),
        }.ToJsonString(),
        "defender csv" => "Timestamp,Application,ApplicationId,LogonType,ErrorCode,CorrelationId,SessionId,AccountDisplayName,AccountObjectId,AccountUpn,IPAddress,RequestId\n"
            + string.Concat(samples.Select(s => $"{s.Stamp},Mail,{s.App},\"[\"\"{(s.Interactive ? "interactiveUser" : "nonInteractiveUser")}\"\"]\",{s.Error},{Guid.Empty},{s.Session:D},X,{s.ObjectId},{s.User},{s.Address},{s.Id:D}\n")),
        _ => throw new ArgumentOutOfRangeException(nameof(form)),
    };

    private string Category => Interactive ? "SignInLogs" : "NonInteractiveUserSignInLogs";

    private JsonObject Graph()
    {
        JsonObject graph = GraphOne();
        graph["uniqueTokenIdentifier"] = Token;
        graph["sessionId"] = Session.ToString("D");
        graph["signInEventTypes"] = new JsonArray(Interactive ? "interactiveUser" : "nonInteractiveUser");
        graph["homeTenantId"] = Tenant;
        graph["appliedConditionalAccessPolicies"] = new JsonArray(new JsonObject { ["id"] = "decoy", ["appId"] = "decoy" });
        return graph;
    }

    private JsonObject GraphOne() => new()
    {
        ["id"] = Id.ToString("D"), ["createdDateTime"] = Stamp, ["userDisplayName"] = "X", ["userPrincipalName"] = User.ToUpperInvariant(), ["userId"] = ObjectId, ["appId"] = App,
        ["ipAddress"] = Address, ["clientAppUsed"] = "Browser", ["isInteractive"] = Interactive, ["status"] = new JsonObject { ["errorCode"] = Error, ["failureReason"] = "Other." },
    };
}
