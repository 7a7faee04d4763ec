using System;
using System.Formats.Tar;
using System.IO;
using System.IO.Pipes;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using StormDetect.Core;
using StormDetect.FakeTenant;
using Xunit;

namespace StormDetect.Graph.Tests;

/// <summary>Every way of signing in, against the fake tenant's login service.</summary>
public sealed class SignInTests(TenantFixture fixture) : IClassFixture<TenantFixture>, IDisposable
{
    private FakeTenantServer Server => fixture.Server;

    public void Dispose() => Server.Faults.Clear();

    [Fact]
    public async Task A_secret_signs_in_and_requests_go_through()
    {
        using TenantConnection connection = await fixture.Connect(fixture.WithSecret());
        Assert.Equal(Server.TenantId, connection.TenantId);
        Assert.Equal(Server.ClientId, connection.ClientId);
        Assert.Equal("ClientSecret", connection.AuthenticationMethod);
        Assert.True(connection.IsApplication);
        Assert.Contains("AuditLog.Read.All", connection.Permissions);
        Assert.Contains("\"value\"", await Organization(connection), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SignInMethod.ManagedIdentity, false)]
    [InlineData(SignInMethod.ClientSecret, true)]
    public void The_endpoints_of_a_managed_identity_are_asked_past_any_proxy(SignInMethod method, bool throughProxy)
    {
        using SocketsHttpHandler network = TenantTransport.Network();
        using CredentialFactory factory = new(new ConnectionRequest { Method = method, Endpoints = CloudEndpoints.Of(CloudEnvironment.Global) }, network, new ClockWatch(TimeProvider.System), null, TimeProvider.System);
        Assert.Equal(throughProxy, network.UseProxy);
    }

    [Theory]
    [InlineData(CloudEnvironment.Global, CapabilityState.Works, CapabilityState.Works)]
    [InlineData(CloudEnvironment.Gcc, CapabilityState.Works, CapabilityState.Works)]
    [InlineData(CloudEnvironment.GccHigh, CapabilityState.NotAvailable, CapabilityState.Works)]
    [InlineData(CloudEnvironment.DoD, CapabilityState.NotAvailable, CapabilityState.Works)]
    [InlineData(CloudEnvironment.China, CapabilityState.NotAvailable, CapabilityState.NotAvailable)]
    public void What_a_cloud_does_not_have_is_told_before_it_is_asked_for(CloudEnvironment cloud, CapabilityState trace, CapabilityState rules)
    {
        using GraphConnection connection = new()
        {
            Name = "x", TenantId = "t", Account = "a", ClientId = "c", AuthenticationMethod = "Certificate", IsApplication = true, Endpoints = CloudEndpoints.Of(cloud),
            Permissions = ["ExchangeMessageTrace.Read.All", "MailboxSettings.Read"], Transport = null!,
        };
        Assert.Equal(trace, Preflight.Judge(connection, PermissionCatalog.Of(PermissionCatalog.MessageTrace)).State);
        Assert.Equal(rules, Preflight.Judge(connection, PermissionCatalog.Of(PermissionCatalog.InboxRules)).State);
        Assert.Equal(cloud == CloudEnvironment.China, Preflight.Judge(connection, PermissionCatalog.Of(PermissionCatalog.ExchangeSearch)).State == CapabilityState.NotAvailable);
    }

    [Fact]
    public async Task A_domain_names_the_tenant_too()
    {
        using TenantConnection connection = await fixture.Connect(fixture.WithSecret(tenant: Server.Tenant.Domain));
        Assert.Equal(Server.TenantId, connection.TenantId);
        Assert.Equal(Server.Tenant.Domain, connection.Name);
    }

    [Theory]
    [InlineData("pem")]
    [InlineData("pfx")]
    [InlineData("object")]
    [InlineData("protected")]
    public async Task A_certificate_signs_in(string form)
    {
        string path = form switch
        {
            "pem" => Server.ClientCertificatePem,
            "pfx" => Server.ClientCertificatePfx,
            "protected" => Path.GetTempFileName(),
            _ => string.Empty,
        };
        if (form == "protected")
        {
            await File.WriteAllBytesAsync(path, Server.ClientCertificate.Export(X509ContentType.Pfx, "pass word"), TestContext.Current.CancellationToken);
        }

        using TenantConnection connection = await fixture.Connect(Certificate(path, form == "object" ? Server.ClientCertificate : null, form == "protected" ? "pass word" : null));
        Assert.Equal("Certificate", connection.AuthenticationMethod);
        Assert.Contains("\"value\"", await Organization(connection), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_certificate_is_told_before_anything_is_asked()
    {
        int before = Server.Requests.Count;
        TenantRequestException failure = await Fails(Certificate(Server.ExpiredClientCertificatePem));
        Assert.Equal(TenantRequestProblem.Certificate, failure.Problem);
        Assert.Contains("expired on", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, Server.Requests.Count);
    }

    [Fact]
    public async Task A_certificate_that_the_application_does_not_know_is_told()
    {
        using RSA key = RSA.Create(2048);
        using X509Certificate2 other = new CertificateRequest("CN=other", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        TenantRequestException failure = await Fails(Certificate(string.Empty, other));
        Assert.Equal(TenantRequestProblem.Certificate, failure.Problem);
        Assert.Equal("AADSTS700027", failure.ErrorCode);
    }

    [Fact]
    public async Task Certificate_files_that_are_none_are_told()
    {
        string path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "nothing", TestContext.Current.CancellationToken);
        Assert.Equal(TenantRequestProblem.Certificate, (await Fails(Certificate(path))).Problem);
        Assert.Equal(TenantRequestProblem.Certificate, (await Fails(Certificate(path + ".missing"))).Problem);
        Assert.Equal(TenantRequestProblem.Certificate, (await Fails(Certificate(Server.CertificatePem))).Problem);
        await File.WriteAllBytesAsync(path, Server.ClientCertificate.Export(X509ContentType.Pfx, "right"), TestContext.Current.CancellationToken);
        TenantRequestException failure = await Fails(Certificate(path, password: "wrong one"));
        Assert.Equal(TenantRequestProblem.Certificate, failure.Problem);
        Assert.DoesNotContain("wrong one", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_as_certificate_file_is_refused_and_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The system has no such files.");
        string folder = Directory.CreateTempSubdirectory("stormdetect-pipe-").FullName;
        string pipe = Path.Join(folder, "certificate.pem");
        new UstarTarEntry(TarEntryType.Fifo, "certificate.pem").ExtractToFile(pipe, overwrite: false);
        TenantRequestException failure = await Fails(Certificate(pipe));
        Assert.Equal(TenantRequestProblem.Certificate, failure.Problem);
        Assert.Contains(SpecialFile.Text, failure.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_certificate_that_can_be_read_only_once_signs_in()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a shell hands over for <(...) has this name on Linux.");
        using AnonymousPipeServerStream end = new(PipeDirection.Out);
        string path = $"/dev/fd/{end.GetClientHandleAsString()}";
        end.Write(await File.ReadAllBytesAsync(Server.ClientCertificatePem, TestContext.Current.CancellationToken));
        end.Close();
        using TenantConnection connection = await fixture.Connect(Certificate(path));
        Assert.Equal("Certificate", connection.AuthenticationMethod);
    }

    [Fact]
    public async Task A_federated_token_signs_in()
    {
        var request = new ConnectionRequest { Method = SignInMethod.WorkloadIdentity, Endpoints = fixture.Endpoints, TenantId = Server.TenantId, ClientId = Server.ClientId, FederatedTokenFile = Server.FederatedTokenFile };
        using TenantConnection connection = await fixture.Connect(request);
        Assert.True(connection.IsApplication);
    }

    [Fact]
    public async Task A_code_signs_a_person_in_and_is_shown()
    {
        string shown = string.Empty;
        using TenantConnection connection = await fixture.Connect(Person(), text => shown = text);
        Assert.Contains("FAKE", shown, StringComparison.Ordinal);
        Assert.False(connection.IsApplication);
        Assert.Equal(Server.UserName, connection.Account);
        Assert.Contains("AuditLog.Read.All", connection.Permissions);
        Assert.DoesNotContain("openid", connection.Permissions);
        Assert.Contains("Global Reader", connection.DirectoryRoles ?? []);
    }

    [Fact]
    public async Task A_persons_sign_in_is_renewed_without_the_person_and_ends_with_a_reason()
    {
        int shown = 0;
        using TenantConnection connection = await fixture.Connect(Person(), _ => shown++);
        Server.Faults.Next(FaultKind.ClaimsChallenge);
        Assert.Contains("\"value\"", await Organization(connection), StringComparison.Ordinal);
        Assert.Equal(1, shown);

        Server.SessionsRevokedAt = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeMilliseconds();
        Server.Faults.Next(FaultKind.ClaimsChallenge);
        try
        {
            TenantRequestException failure = await Assert.ThrowsAsync<TenantRequestException>(() => Organization(connection));
            Assert.Equal(TenantRequestProblem.SignInNeeded, failure.Problem);
            Assert.Equal(1, shown);
        }
        finally
        {
            Server.SessionsRevokedAt = 0;
        }
    }

    [Fact]
    public async Task A_callers_token_is_used_as_it_is()
    {
        using TenantConnection connection = await fixture.Connect(Token(Server.IssueToken(["AuditLog.Read.All"])));
        Assert.Equal("AuditLog.Read.All", Assert.Single(connection.Permissions));
        Assert.Equal(Server.TenantId, connection.TenantId);
        Server.Faults.Next(FaultKind.ClaimsChallenge);
        TenantRequestException failure = await Assert.ThrowsAsync<TenantRequestException>(() => Organization(connection));
        Assert.Equal(TenantRequestProblem.SignInNeeded, failure.Problem);
    }

    [Fact]
    public async Task Tokens_of_others_expired_ones_and_none_are_refused()
    {
        string foreign = await Message(Token(Server.IssueToken(audience: "https://vault.azure.net")));
        Assert.Contains("vault.azure.net", foreign, StringComparison.Ordinal);
        Assert.Contains("expired", await Message(Token(Jwt("{\"aud\":\"00000003-0000-0000-c000-000000000000\",\"exp\":1600000000}"))), StringComparison.Ordinal);
        Assert.Contains("bare access token", await Message(Token("Bearer x")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_another_tenant_is_refused()
    {
        TenantRequestException failure = await Fails(new ConnectionRequest { Method = SignInMethod.AccessToken, Endpoints = fixture.Endpoints, TenantId = Guid.NewGuid().ToString(), AccessToken = TenantFixture.Secure(Server.IssueToken()) });
        Assert.Equal(TenantRequestProblem.WrongTenant, failure.Problem);
        Assert.Contains(Server.TenantId, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_cannot_be_read_is_used_all_the_same()
    {
        using TenantConnection connection = await fixture.Connect(Token("opaque"));
        Assert.False(connection.ArePermissionsKnown);
        Assert.All(Preflight.Judge(connection).Where(static check => check.Service == CapabilityService.Graph && check.State != CapabilityState.NotAvailable), static check => Assert.Equal(CapabilityState.Unknown, check.State));
    }

    [Theory]
    [InlineData("Global Reader", "", false, "User.Read", CapabilityState.Works, 0, "")]
    [InlineData("", "Reports Reader", false, "User.Read", CapabilityState.Works, 1, "")]
    [InlineData("", "Helpdesk Administrator", false, "User.Read", CapabilityState.Missing, 1, "")]
    [InlineData("", "", false, "User.Read", CapabilityState.Missing, 1, "")]
    [InlineData("", "Reports Reader", false, "Domain.Read.All", CapabilityState.Unknown, 1, "User.Read")]
    [InlineData("", "Reports Reader", true, "User.Read", CapabilityState.Unknown, 1, "RoleManagement.Read.Directory")]
    [InlineData("", "Reports Reader", true, "RoleManagement.Read.Directory User.Read", CapabilityState.Works, 1, "")]
    public async Task A_role_held_through_a_group_counts_and_one_that_cannot_be_seen_is_unknown(string role, string groupRole, bool hides, string permissions, CapabilityState expected, int asked, string reason)
    {
        await using FakeTenantServer server = await FakeTenantServer.StartAsync(
            Server.Options with { UserRoles = role.Length > 0 ? [role] : [], UserGroupRoles = groupRole.Length > 0 ? [groupRole] : [], HidesRoles = hides, Faults = new FakeTenantFaults() }, TestContext.Current.CancellationToken);
        CloudEndpoints endpoints = fixture.Endpoints with { Graph = server.BaseAddress, Login = server.LoginAddress, ManagementActivity = server.BaseAddress };
        using TenantConnection connection = await fixture.Connect(new ConnectionRequest
        {
            Method = SignInMethod.AccessToken,
            Endpoints = endpoints,
            AccessToken = TenantFixture.Secure(server.IssueToken(["AuditLog.Read.All", .. permissions.Split(' ')], user: true)),
        });
        CapabilityCheck before = Preflight.Judge(connection, PermissionCatalog.Of(PermissionCatalog.SignIns));
        Assert.Equal(role.Length > 0 ? CapabilityState.Works : CapabilityState.Unknown, before.State);

        CapabilityCheck check = (await GraphServices.PreflightAsync(connection, TestContext.Current.CancellationToken)).Single(static check => check.Capability == PermissionCatalog.SignIns);

        Assert.Equal(expected, check.State);
        Assert.Equal(expected == CapabilityState.Missing, check.MissingRoles.Contains("Reports Reader"));
        Assert.Contains(reason, check.Reason, StringComparison.Ordinal);
        Assert.Equal(reason.Length > 0, check.Reason.Contains("could not be seen", StringComparison.Ordinal));
        Assert.Equal(asked, server.Requests.Count(static request => request.Path.Contains("transitiveMemberOf", StringComparison.Ordinal)));
        Assert.Equal(groupRole.Length > 0 && reason.Length == 0, connection.DirectoryRolesText.Contains(groupRole.Length > 0 ? groupRole : "-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Application.Read.All", 1, "Exchange Administrator")]
    [InlineData("AuditLog.Read.All", 0, "")]
    public async Task An_application_sees_its_own_roles_where_it_may(string permission, int asked, string roles)
    {
        await using FakeTenantServer server = await FakeTenantServer.StartAsync(Server.Options with { ApplicationRoles = ["Exchange Administrator"], Faults = new FakeTenantFaults() }, TestContext.Current.CancellationToken);
        CloudEndpoints endpoints = fixture.Endpoints with { Graph = server.BaseAddress, Login = server.LoginAddress, ManagementActivity = server.BaseAddress };
        using TenantConnection connection = await fixture.Connect(new ConnectionRequest { Method = SignInMethod.AccessToken, Endpoints = endpoints, AccessToken = TenantFixture.Secure(server.IssueToken([permission])) });
        CapabilityCheck check = (await GraphServices.PreflightAsync(connection, TestContext.Current.CancellationToken)).Single(static check => check.Capability == PermissionCatalog.SignIns);

        // No role stands between an application and what it is permitted.
        Assert.Equal(asked > 0 ? CapabilityState.Missing : CapabilityState.Works, check.State);
        Assert.Empty(check.MissingRoles);
        Assert.Equal(roles, connection.DirectoryRolesText);
        Assert.Equal(asked, server.Requests.Count(static request => request.Path.Contains("transitiveMemberOf", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_application_of_Microsofts_is_not_sent_for_consent_that_nobody_can_give()
    {
        EntraCode code = Assert.IsType<EntraCode>(EntraCode.Of("65002"));
        Assert.Equal(TenantRequestProblem.ConsentMissing, code.Problem);
        Assert.Contains("-ClientId", code.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("has to consent", code.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_secret_tenant_and_application_are_told_apart()
    {
        TenantRequestException secret = await Fails(fixture.WithSecret("hunter2-is-wrong"));
        Assert.Equal((TenantRequestProblem.SignInNeeded, "AADSTS7000215"), (secret.Problem, secret.ErrorCode));
        Assert.DoesNotContain("hunter2", secret.ToString(), StringComparison.Ordinal);
        Assert.Null(secret.InnerException);

        TenantRequestException tenant = await Fails(fixture.WithSecret(tenant: Guid.NewGuid().ToString()));
        Assert.Equal((TenantRequestProblem.WrongTenant, "AADSTS90002"), (tenant.Problem, tenant.ErrorCode));

        TenantRequestException app = await Fails(fixture.WithSecret(client: Guid.NewGuid().ToString()));
        Assert.Equal((TenantRequestProblem.WrongTenant, "AADSTS700016"), (app.Problem, app.ErrorCode));
        Assert.DoesNotContain("Trace ID", app.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultKind.ConsentMissing, TenantRequestProblem.ConsentMissing)]
    [InlineData(FaultKind.MfaNeeded, TenantRequestProblem.SignInNeeded)]
    [InlineData(FaultKind.SecretExpired, TenantRequestProblem.SignInNeeded)]
    public async Task What_the_login_refuses_is_told(FaultKind fault, TenantRequestProblem problem)
    {
        Server.Faults.Next(fault, 10);
        Assert.Equal(problem, (await Fails(fixture.WithSecret())).Problem);
    }

    [Fact]
    public async Task A_clock_that_is_off_is_told()
    {
        Server.Faults.Set(FaultKind.ClockSkew, 1);
        TenantRequestException failure = await Fails(Certificate(Server.ClientCertificatePem));
        Assert.Equal(TenantRequestProblem.ClockSkew, failure.Problem);
    }

    [Fact]
    public async Task A_sign_in_can_be_stopped()
    {
        using var stop = new System.Threading.CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GraphServices.ConnectAsync(fixture.WithSecret(), null, fixture.Hooks, stop.Token));
    }

    [Fact]
    public async Task Addresses_in_the_clear_are_refused()
    {
        var graph = new ConnectionRequest { Method = SignInMethod.AccessToken, Endpoints = fixture.Endpoints with { Graph = new Uri("http://graph.example") }, AccessToken = TenantFixture.Secure("x") };
        Assert.Equal(TenantRequestProblem.Refused, (await Fails(graph)).Problem);
        var login = new ConnectionRequest { Method = SignInMethod.AccessToken, Endpoints = fixture.Endpoints with { Login = new Uri("http://localhost") }, AccessToken = TenantFixture.Secure("x") };
        Assert.Equal(TenantRequestProblem.Refused, (await Fails(login)).Problem);
    }

    [Fact]
    public async Task A_login_that_is_not_there_is_a_network_problem()
    {
        TenantRequestException failure = await Fails(new ConnectionRequest
        {
            Method = SignInMethod.ClientSecret,
            Endpoints = fixture.Endpoints,
            TenantId = Server.TenantId,
            ClientId = Server.ClientId,
            ClientSecret = TenantFixture.Secure("x"),
        }, new ConnectionHooks { Network = static () => new ScriptedNetwork().Then(_ => throw new HttpRequestException(HttpRequestError.NameResolutionError)), Options = new TransportOptions() });
        Assert.Equal(TenantRequestProblem.Network, failure.Problem);
    }

    [Fact]
    public async Task A_revoked_application_token_is_replaced()
    {
        using TenantConnection connection = await fixture.Connect(fixture.WithSecret());
        Server.Faults.Next(FaultKind.TokenExpired);
        Assert.Contains("\"value\"", await Organization(connection), StringComparison.Ordinal);
        Server.Faults.Next(FaultKind.ClaimsChallenge);
        Assert.Contains("\"value\"", await Organization(connection), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_connection_forgets()
    {
        TenantConnection connection = await fixture.Connect(fixture.WithSecret());
        connection.Dispose();
        Assert.True(connection.IsClosed);
        Assert.Equal(TenantRequestProblem.SignInNeeded, (await Assert.ThrowsAsync<TenantRequestException>(() => Organization(connection))).Problem);
        Assert.NotEmpty(await GraphServices.PreflightAsync(connection, TestContext.Current.CancellationToken));
    }

    private static string Jwt(string claims)
    {
        static string Part(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return $"{Part("{\"alg\":\"none\"}")}.{Part(claims)}.x";
    }

    private static async Task<string> Organization(TenantConnection connection)
    {
        TenantResponse response = await GraphConnection.Of(connection).Transport.SendAsync(new TenantRequest(TenantAudience.Graph, HttpMethod.Get, "v1.0/organization"), null, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(response.Body.Span);
    }

    private ConnectionRequest Person() => new()
    {
        Method = SignInMethod.DeviceCode,
        Endpoints = fixture.Endpoints,
        TenantId = Server.TenantId,
        ClientId = Server.ClientId,
        Scopes = PermissionCatalog.Least([PermissionTier.Logs], CapabilityService.Graph, forPeople: true),
    };

    private ConnectionRequest Certificate(string path, X509Certificate2? certificate = null, string? password = null) => new()
    {
        Method = SignInMethod.Certificate,
        Endpoints = fixture.Endpoints,
        TenantId = Server.TenantId,
        ClientId = Server.ClientId,
        CertificatePath = path,
        Certificate = certificate,
        CertificatePassword = password is null ? null : TenantFixture.Secure(password),
    };

    private ConnectionRequest Token(string token) => new() { Method = SignInMethod.AccessToken, Endpoints = fixture.Endpoints, AccessToken = TenantFixture.Secure(token) };

    private async Task<TenantRequestException> Fails(ConnectionRequest request, ConnectionHooks? hooks = null) => await Assert.ThrowsAsync<TenantRequestException>(() => fixture.Connect(request, hooks: hooks));

    private async Task<string> Message(ConnectionRequest request) => (await Fails(request)).Message;
}
