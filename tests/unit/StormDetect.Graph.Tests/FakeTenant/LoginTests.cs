using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using StormDetect.FakeTenant;
using Xunit;

namespace StormDetect.Graph.Tests.Fake;

/// <summary>The login service, asked by the library that StormDetect signs in with.</summary>
public sealed class LoginTests
{
    private static readonly TokenRequestContext s_graph = new(["https://graph.microsoft.com/.default"]);

    [Fact]
    public async Task Secret_certificate_and_workload_get_a_token_that_Graph_takes()
    {
        await using TestTenant tenant = await TestTenant.StartAsync();
        FakeTenantServer server = tenant.Server;
        TokenCredential[] credentials =
        [
            new ClientSecretCredential(server.TenantId, server.ClientId, server.ClientSecret, Options(new ClientSecretCredentialOptions(), server)),
            new ClientCertificateCredential(server.TenantId, server.ClientId, server.ClientCertificate, Options(new ClientCertificateCredentialOptions(), server)),
            new WorkloadIdentityCredential(Options(new WorkloadIdentityCredentialOptions { ClientId = server.ClientId, TenantId = server.TenantId, TokenFilePath = server.FederatedTokenFile }, server)),
        ];
        foreach (TokenCredential credential in credentials)
        {
            AccessToken token = await credential.GetTokenAsync(s_graph, TestTenant.Stop);
            tenant.Client.DefaultRequestHeaders.Authorization = new("Bearer", token.Token);
            Assert.Equal(200, (await tenant.GetAsync("v1.0/organization")).Status);
        }
    }

    [Fact]
    public async Task A_person_signs_in_by_device_code_and_is_renewed_until_revoked()
    {
        await using TestTenant tenant = await TestTenant.StartAsync();
        FakeTenantServer server = tenant.Server;
        string message = string.Empty;
        DeviceCodeCredential credential = new(Options(
            new DeviceCodeCredentialOptions
            {
                TenantId = server.TenantId,
                ClientId = server.ClientId,
                DeviceCodeCallback = (code, _) =>
                {
                    message = code.Message;
                    return Task.CompletedTask;
                },
            },
            server));
        AccessToken token = await credential.GetTokenAsync(s_graph, TestTenant.Stop);
        Assert.Contains("microsoft.com/devicelogin", message, StringComparison.Ordinal);
        tenant.Client.DefaultRequestHeaders.Authorization = new("Bearer", token.Token);
        Assert.Equal(server.UserName, (await tenant.GetAsync("v1.0/me")).Body.GetProperty("userPrincipalName").GetString());

        JsonElement codes = await tenant.FormAsync(server.TenantId + "/oauth2/v2.0/devicecode", ("client_id", server.ClientId), ("scope", "https://graph.microsoft.com/.default"));
        (string, string)[] poll = [("client_id", server.ClientId), ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", codes.GetProperty("device_code").GetString()!)];
        Assert.Equal("authorization_pending", (await tenant.FormAsync(server.TenantId + "/oauth2/v2.0/token", poll)).GetProperty("error").GetString());
        string refresh = (await tenant.FormAsync(server.TenantId + "/oauth2/v2.0/token", poll)).GetProperty("refresh_token").GetString()!;
        (string, string)[] renew = [("client_id", server.ClientId), ("grant_type", "refresh_token"), ("refresh_token", refresh)];
        Assert.True((await tenant.FormAsync(server.TenantId + "/oauth2/v2.0/token", renew)).TryGetProperty("access_token", out _));
        server.SessionsRevokedAt = DateTimeOffset.UtcNow.AddSeconds(1).ToUnixTimeMilliseconds();
        Assert.Equal(50173, (await tenant.FormAsync(server.TenantId + "/oauth2/v2.0/token", renew)).GetProperty("error_codes")[0].GetInt32());
    }

    [Fact]
    public async Task A_browser_comes_straight_back_with_a_code_that_only_its_client_can_use()
    {
        await using TestTenant tenant = await TestTenant.StartAsync();
        FakeTenantServer server = tenant.Server;
        using HttpClientHandler handler = server.CreateHandler();
        handler.AllowAutoRedirect = false;
        using HttpClient browser = new(handler);
        const string Verifier = "a-verifier-of-the-client-that-nobody-else-knows";
        string challenge = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        HttpResponseMessage answer = await browser.GetAsync(
            new Uri(server.LoginAddress, $"organizations/oauth2/v2.0/authorize?client_id={server.ClientId}&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A1&state=s1&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&code_challenge={challenge}&code_challenge_method=S256"),
            TestTenant.Stop);
        Assert.Equal((302, "localhost"), ((int)answer.StatusCode, answer.Headers.Location!.Host));
        string query = answer.Headers.Location.Query;
        Assert.Contains("state=s1", query, StringComparison.Ordinal);
        string code = query.Split("code=")[1].Split('&')[0];
        (string, string)[] wrong = [("client_id", server.ClientId), ("grant_type", "authorization_code"), ("code", code), ("code_verifier", "another")];
        Assert.Equal(501481, (await tenant.FormAsync("organizations/oauth2/v2.0/token", wrong)).GetProperty("error_codes")[0].GetInt32());
        (string, string)[] right = [("client_id", server.ClientId), ("grant_type", "authorization_code"), ("code", code), ("code_verifier", Verifier)];
        Assert.True((await tenant.FormAsync("organizations/oauth2/v2.0/token", right)).TryGetProperty("id_token", out _));
    }

    [Theory]
    [InlineData("secret", "AADSTS7000215")]
    [InlineData("application", "AADSTS700016")]
    [InlineData("tenant", "AADSTS90002")]
    [InlineData("expired", "AADSTS700027")]
    [InlineData("unregistered", "AADSTS700027")]
    [InlineData("skew", "AADSTS700024")]
    [InlineData("consent", "AADSTS65001")]
    [InlineData("factor", "AADSTS50076")]
    [InlineData("expired-secret", "AADSTS7000222")]
    public async Task What_is_wrong_is_said_as_the_service_says_it(string wrong, string code)
    {
        await using TestTenant tenant = await TestTenant.StartAsync();
        FakeTenantServer server = tenant.Server;
        string id = wrong == "application" ? Guid.NewGuid().ToString() : server.ClientId;
        string at = wrong == "tenant" ? Guid.NewGuid().ToString() : server.TenantId;
        switch (wrong)
        {
            case "unregistered":
                server.Applications[id].Certificates.Clear();
                break;
            case "skew":
                _ = server.Faults.Set(FaultKind.ClockSkew, 1);
                break;
            case "consent":
                _ = server.Faults.Next(FaultKind.ConsentMissing, 9);
                break;
            case "factor":
                _ = server.Faults.Next(FaultKind.MfaNeeded, 9);
                break;
            case "expired-secret":
                _ = server.Faults.Next(FaultKind.SecretExpired, 9);
                break;
            default:
                break;
        }

        TokenCredential credential = wrong is "expired" or "unregistered" or "skew"
            ? new ClientCertificateCredential(at, id, wrong == "expired" ? server.ExpiredClientCertificate : server.ClientCertificate, Options(new ClientCertificateCredentialOptions(), server))
            : new ClientSecretCredential(at, id, wrong == "secret" ? "no such secret" : server.ClientSecret, Options(new ClientSecretCredentialOptions(), server));
        Exception failure = await Assert.ThrowsAnyAsync<Exception>(async () => await credential.GetTokenAsync(s_graph, TestTenant.Stop));
        Assert.Contains(code, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Managed_identities_answer_in_both_forms()
    {
        await using TestTenant tenant = await TestTenant.StartAsync();
        tenant.Client.DefaultRequestHeaders.Authorization = null;
        const string Resource = "resource=https%3A%2F%2Fgraph.microsoft.com";
        Assert.Equal(400, (await tenant.GetAsync("metadata/identity/oauth2/token?api-version=2018-02-01&" + Resource)).Status);
        tenant.Client.DefaultRequestHeaders.Add("Metadata", "true");
        tenant.Client.DefaultRequestHeaders.Add("X-IDENTITY-HEADER", tenant.Server.IdentityHeader);
        foreach (string path in new[] { "metadata/identity/oauth2/token?api-version=2018-02-01&", "msi/token?api-version=2019-08-01&", $"msi/token?api-version=2019-08-01&client_id={tenant.Server.ClientId}&" })
        {
            JsonElement body = (await tenant.GetAsync(path + Resource)).Body;
            Assert.True(long.Parse(body.GetProperty("expires_on").GetString()!, System.Globalization.CultureInfo.InvariantCulture) > DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        }

        Assert.Equal(400, (await tenant.GetAsync("msi/token?api-version=2019-08-01&client_id=unknown&" + Resource)).Status);
        tenant.Server.HasSystemIdentity = false;
        Assert.Equal(400, (await tenant.GetAsync("msi/token?api-version=2019-08-01&" + Resource)).Status);
    }

    [Fact]
    public async Task A_claims_challenge_is_met_by_a_token_that_was_asked_for_with_the_claims()
    {
        await using TestTenant tenant = await TestTenant.StartAsync();
        FakeTenantServer server = tenant.Server;
        _ = server.Faults.Next(FaultKind.ClaimsChallenge);
        HttpResponseMessage refused = (await tenant.GetAsync("v1.0/organization")).Response;
        Assert.Equal(401, (int)refused.StatusCode);
        string header = refused.Headers.WwwAuthenticate.ToString();
        Assert.Contains("error=\"insufficient_claims\"", header, StringComparison.Ordinal);
        string claims = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(header.Split("claims=\"")[1].Split('"')[0]));

        // The same token is refused again, a new one with the claims is not.
        Assert.Equal(401, (await tenant.GetAsync("v1.0/organization")).Status);
        ClientSecretCredential credential = new(server.TenantId, server.ClientId, server.ClientSecret, Options(new ClientSecretCredentialOptions(), server));
        AccessToken token = await credential.GetTokenAsync(new TokenRequestContext(s_graph.Scopes, claims: claims, isCaeEnabled: true), TestTenant.Stop);
        tenant.Client.DefaultRequestHeaders.Authorization = new("Bearer", token.Token);
        Assert.Equal(200, (await tenant.GetAsync("v1.0/organization")).Status);
    }

    [Fact]
    public async Task Tokens_end_and_made_up_ones_are_refused()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(TestTenant.Small with { TokenLifetime = TimeSpan.FromSeconds(-1) });
        Assert.Contains("expired", (await tenant.GetAsync("v1.0/organization")).Body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        string own = tenant.Server.IssueToken();
        tenant.Client.DefaultRequestHeaders.Authorization = new("Bearer", own[..^4] + "AAAA");
        Assert.Equal("InvalidAuthenticationToken", (await tenant.GetAsync("v1.0/organization")).Body.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(3, own.Split('.').Length);
        Assert.True(File.Exists(tenant.Server.CertificatePem));
        Assert.Equal(2, tenant.Server.Requests.Count(static request => request.Status == 401));
    }

    private static T Options<T>(T options, FakeTenantServer server)
        where T : TokenCredentialOptions
    {
        options.AuthorityHost = server.LoginAddress;
        options.Transport = new HttpClientTransport(server.CreateHandler());
        options.Retry.MaxRetries = 0;
        switch (options)
        {
            case ClientSecretCredentialOptions secret:
                secret.DisableInstanceDiscovery = true;
                break;
            case ClientCertificateCredentialOptions certificate:
                certificate.DisableInstanceDiscovery = true;
                break;
            case WorkloadIdentityCredentialOptions workload:
                workload.DisableInstanceDiscovery = true;
                break;
            case DeviceCodeCredentialOptions device:
                device.DisableInstanceDiscovery = true;
                break;
            default:
                break;
        }

        return options;
    }
}
