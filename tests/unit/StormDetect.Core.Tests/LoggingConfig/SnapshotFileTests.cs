using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core.LoggingConfig;
using StormDetect.Core.Tests.Exports;
using Xunit;

namespace StormDetect.Core.Tests.LoggingConfig;

public sealed class SnapshotFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_cut_is_refused()
    {
        string path = Written();
        byte[] whole = File.ReadAllBytes(path);
        foreach (int length in Enumerable.Range(0, whole.Length).Where(static length => length % 97 == 0).Append(whole.Length - 1))
        {
            File.WriteAllBytes(path, whole[..length]);
            ConfigSnapshotException failure = Assert.Throws<ConfigSnapshotException>(() => ConfigSnapshotFile.Read(path));
            Assert.Contains(failure.Problem, new[] { ConfigSnapshotProblem.Corrupt, ConfigSnapshotProblem.NotASnapshot });
            Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{\"format\":\"StormDetect.ConfigSnapshot\",\"schemaVersion\":2,\"takenAt\":\"2026-01-01T00:00:00Z\",\"parts\":[]}", ConfigSnapshotProblem.NewerVersion)]
    [InlineData("{\"format\":\"StormDetect.ConfigSnapshot\",\"schemaVersion\":1,\"takenAt\":\"yesterday\",\"parts\":[]}", ConfigSnapshotProblem.NotASnapshot)]
    [InlineData("{\"format\":\"something else\"}", ConfigSnapshotProblem.NotASnapshot)]
    [InlineData("[1,2]", ConfigSnapshotProblem.NotASnapshot)]
    [InlineData("not json", ConfigSnapshotProblem.NotASnapshot)]
    [InlineData("", ConfigSnapshotProblem.NotASnapshot)]
    [InlineData("{\"format\":\"StormDetect.ConfigSnapshot\",\"schemaVersion\":1,\"takenAt\":\"2026-01-01T00:00:00Z\",\"parts\":[{\"part\":\"Partners\",\"rows\":[]},{\"part\":\"Partners\",\"rows\":[]}]}", ConfigSnapshotProblem.Corrupt)]
    [InlineData("{\"format\":\"StormDetect.ConfigSnapshot\",\"x\":[[[[[[[[[[1]]]]]]]]]]}", ConfigSnapshotProblem.Corrupt)]
    public void What_is_no_snapshot_is_refused(string text, ConfigSnapshotProblem expected)
    {
        string path = _folder.Write("bad.json", text);
        Assert.Equal(expected, Assert.Throws<ConfigSnapshotException>(() => ConfigSnapshotFile.Read(path)).Problem);
    }

    [Fact]
    public void What_a_later_version_adds_is_left_out_and_an_unknown_state_is_not_complete()
    {
        string path = _folder.Write("later.json", """
            {"format":"StormDetect.ConfigSnapshot","schemaVersion":1,"takenAt":"2026-01-01T00:00:00Z","new":{"a":[1]},
             "parts":[{"part":"Quantum","state":"Read","rows":[{"a":"b"}]},{"part":"Organization","state":"Guessed","rows":[{"AuditDisabled":"False","New":"x"}]}]}
            """);
        ConfigSnapshot snapshot = ConfigSnapshotFile.Read(path);
        Assert.Equal(ConfigPartState.Partial, snapshot.Parts.Single(static part => part.Part == ConfigPart.Organization).State);
        Assert.Equal(CheckStatus.Unknown, GoodTenant.Check(snapshot, "MailboxAudit.Organization").Status);
    }

    [Fact]
    public void Only_the_settings_named_are_kept()
    {
        ConfigSnapshotBuilder builder = new(GoodTenant.TakenAt);
        builder.Begin(ConfigPart.Organization, "test");
        builder.Add(ConfigPart.Organization, new Dictionary<string, object?> { ["AuditDisabled"] = false, ["ClientSecret"] = "hunter2", ["accessToken"] = "eyJ0" });
        builder.Complete(ConfigPart.Organization);
        string path = Path.Combine(_folder.Path, "kept.json");
        ConfigSnapshotFile.Write(path, builder.Build(), overwrite: false);

        string text = File.ReadAllText(path);
        Assert.Contains("AuditDisabled", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ0", text, StringComparison.Ordinal);
        Assert.False(File.Exists(path + ".new"));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Equal(ConfigSnapshotProblem.AlreadyExists, Assert.Throws<ConfigSnapshotException>(() => ConfigSnapshotFile.Write(path, builder.Build(), overwrite: false)).Problem);
    }

    [Fact]
    public void An_interrupted_snapshot_goes_on_where_it_ended()
    {
        ConfigSnapshotBuilder first = new(GoodTenant.TakenAt) { TenantId = GoodTenant.Id };
        first.Begin(ConfigPart.Mailboxes, "test");
        first.Add(ConfigPart.Mailboxes, GoodTenant.Mailbox("anna@contoso.example", "UserMailbox"));
        first.CompleteSlice(ConfigPart.Mailboxes, "a");
        first.Add(ConfigPart.Mailboxes, GoodTenant.Mailbox("bea@contoso.example", "UserMailbox"));
        string path = Path.Combine(_folder.Path, "half.json");
        ConfigSnapshotFile.Write(path, first.Build(), overwrite: false);
        Assert.Equal(CheckStatus.Unknown, GoodTenant.Check(ConfigSnapshotFile.Read(path), "MailboxAudit.AgeLimit").Status);

        ConfigSnapshotBuilder second = new(GoodTenant.TakenAt.AddHours(2));
        second.Import(ConfigSnapshotFile.Read(path));
        Assert.True(second.IsDone(ConfigPart.Mailboxes, "a"));
        Assert.False(second.IsDone(ConfigPart.Mailboxes, "b"));
        second.Begin(ConfigPart.Mailboxes, "test");
        foreach (string name in new[] { "bea", "bob" })
        {
            second.Add(ConfigPart.Mailboxes, GoodTenant.Mailbox(name + "@contoso.example", "UserMailbox"));
        }

        second.Complete(ConfigPart.Mailboxes);
        ConfigSnapshot whole = second.Build();
        Assert.Equal((ConfigPartState.Read, 3), whole.Parts.Where(static part => part.Part == ConfigPart.Mailboxes).Select(static part => (part.State, part.Count)).Single());
        Assert.Equal(GoodTenant.Id, whole.TenantId);
    }

    [Fact]
    public void A_thousand_piped_mailboxes_are_not_all()
    {
        ConfigSnapshotBuilder builder = new(GoodTenant.TakenAt);
        foreach (int i in Enumerable.Range(0, 1000))
        {
            builder.Add(ConfigPart.Mailboxes, GoodTenant.Mailbox($"u{i}@contoso.example", "UserMailbox"));
        }

        builder.CompleteObjects("piped");
        LoggingCheckResult result = GoodTenant.Check(builder.Build(), "MailboxAudit.AgeLimit");
        Assert.Equal(CheckStatus.Unknown, result.Status);
        Assert.Contains("-ResultSize Unlimited", Assert.Single(result.Needs), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("System.Collections.ArrayList")]
    [InlineData("System.Object[]")]
    [InlineData("@{a=b}")]
    [InlineData("Microsoft.Exchange.Data.MultiValuedProperty`1[Microsoft.Exchange.Data.Directory.MailboxAuditOperations]")]
    public void A_list_that_an_export_has_lost_is_not_known(string text) =>
        Assert.Equal(CheckStatus.Unknown, GoodTenant.Check(GoodTenant.With(ConfigPart.Mailboxes, "AuditOwner", text), "MailboxAudit.ForensicActions").Status);

    [Fact]
    public async Task A_source_fills_parts_and_a_refused_one_stops_no_other()
    {
        ConfigSnapshotBuilder builder = new(GoodTenant.TakenAt);
        await builder.FillAsync(new ScriptedSource(), TestContext.Current.CancellationToken);
        ConfigSnapshot snapshot = builder.Build();

        Assert.Equal("tenant of the source", snapshot.TenantId);
        Assert.Equal(CheckStatus.Passed, GoodTenant.Check(snapshot, "Consent.Workflow").Status);
        LoggingCheckResult refused = GoodTenant.Check(snapshot, "Consent.Users");
        Assert.Equal(CheckStatus.Unknown, refused.Status);
        Assert.Contains("Policy.Read.All is missing", Assert.Single(refused.Needs), StringComparison.Ordinal);
        ConfigPartInfo users = snapshot.Parts.Single(static part => part.Part == ConfigPart.UserLicences);
        Assert.Equal((ConfigPartState.Partial, 1), (users.State, users.Count));
    }

    [Fact]
    public void ScubaGear_results_give_settings_and_verdicts_and_a_failed_command_is_not_an_empty_answer()
    {
        string path = _folder.Write("ScubaResults_1.json", """
            {"MetaData":{"TenantId":"t-1","DisplayName":"Contoso","ToolVersion":"1.8.0","TimestampZulu":"2026-11-20T10:00:00.000Z"},
             "Results":{"EXO":[{"GroupName":"Audit","Controls":[{"Control ID":"MS.EXO.13.1v1","Result":"Pass"},{"Control ID":"MS.SECURITYSUITE.5.1v1","Result":"Fail"}]}]},
             "Raw":{"org_config":[{"Name":"contoso","AuditDisabled":false}],"admin_audit_log_config":[{"UnifiedAuditLogIngestionEnabled":false}],"remote_domains":[],
                    "unified_audit_log_retention_policies":[],"exo_unsuccessful_commands":["Get-RemoteDomain"],"securitysuite_unsuccessful_commands":["Get-UnifiedAuditLogRetentionPolicy"]}}
            """);
        ConfigSnapshot snapshot = ConfigSnapshotFile.Read(path);

        Assert.Equal(("t-1", "Contoso"), (snapshot.TenantId, snapshot.TenantName));
        LoggingCheckResult organization = GoodTenant.Check(snapshot, "MailboxAudit.Organization");
        Assert.Equal((CheckStatus.Passed, "MS.EXO.13.1v1: Pass"), (organization.Status, organization.ScubaGear));
        Assert.Contains("ScubaGear 1.8.0", organization.SourcesText, StringComparison.Ordinal);
        LoggingCheckResult ingestion = GoodTenant.Check(snapshot, "UnifiedAudit.Ingestion");
        Assert.Equal((CheckStatus.Unknown, "MS.SECURITYSUITE.5.1v1: Fail"), (ingestion.Status, ingestion.ScubaGear));
        Assert.Equal(CheckStatus.Unknown, GoodTenant.Check(snapshot, "Retention.Policies").Status);
    }

    [Fact]
    public void Graph_answers_are_flattened()
    {
        ConfigSnapshotBuilder builder = new(GoodTenant.TakenAt);
        Dictionary<string, object?> user = new()
        {
            ["id"] = "u1", ["userPrincipalName"] = "kim@contoso.example",
            ["assignedPlans"] = new List<object?> { new Dictionary<string, object?> { ["servicePlanId"] = "2F442157-A11C-46B9-AE5B-6E39FF4E5849", ["capabilityStatus"] = "Enabled", ["service"] = "exchange" } },
        };
        Assert.Equal(ConfigPart.UserLicences, ConfigSnapshotBuilder.Recognise(user));
        builder.Add(ConfigPart.UserLicences, user);
        Dictionary<string, object?> policy = new()
        {
            ["isEnabled"] = true,
            ["applicationRestrictions"] = new Dictionary<string, object?>
            {
                ["passwordCredentials"] = new List<object?> { new Dictionary<string, object?> { ["restrictionType"] = "passwordLifetime", ["state"] = "enabled", ["maxLifetime"] = "P90D" } },
                ["keyCredentials"] = new List<object?>(),
            },
        };
        Assert.Equal(ConfigPart.AppManagementPolicy, ConfigSnapshotBuilder.Recognise(policy));
        builder.Add(ConfigPart.AppManagementPolicy, policy);
        ConfigSnapshot snapshot = builder.Build();

        Assert.True(LicenceIndex.HasAdvancedAuditing(snapshot.Of(ConfigPart.UserLicences).Rows[0]));
        ConfigRow rules = snapshot.Of(ConfigPart.AppManagementPolicy).Rows[0];
        Assert.Equal(("none", "90", "none"), (rules.Text("PasswordAddition"), rules.Text("PasswordLifetimeDays"), rules.Text("KeyLifetimeDays")));
    }

    private string Written()
    {
        string path = Path.Combine(_folder.Path, "good.json");
        ConfigSnapshotFile.Write(path, GoodTenant.Snapshot(), overwrite: false);
        return path;
    }

    private sealed class ScriptedSource : IConfigSource
    {
        public string Name => "Microsoft Graph";

        public string TenantId => "tenant of the source";

        public bool Offers(ConfigPart part) => part is ConfigPart.ConsentRequestPolicy or ConfigPart.AuthorizationPolicy or ConfigPart.UserLicences;

        public async IAsyncEnumerable<IReadOnlyDictionary<string, object?>> ReadAsync(ConfigPart part, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            if (part == ConfigPart.AuthorizationPolicy)
            {
                throw new ConfigReadException("Graph refused it: Policy.Read.All is missing");
            }

            yield return new Dictionary<string, object?> { ["isEnabled"] = true, ["userPrincipalName"] = "kim@contoso.example" };
            if (part == ConfigPart.UserLicences)
            {
                throw new ConfigReadException("The second page did not come");
            }
        }
    }
}
