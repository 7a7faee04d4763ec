using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using StormDetect.Core.Facts;
using StormDetect.Core.SignIns;
using StormDetect.Core.Tests.Exports;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.SignIns;

public sealed class SignInFormsTests
{
    private static readonly SignInSample[] s_samples =
    [
        .. Enumerable.Range(0, 40).Select(static i => new SignInSample(
            new DateTime(2026, 9, 1, 8, 0, 0, DateTimeKind.Utc).AddMinutes(13 * i), new Guid(i + 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), $"user{i % 7}@contoso.example",
            "9199bf20-a13f-4107-85dc-02114787ef48", i % 3 == 0 ? $"2001:db8:{i % 5}::1" : $"203.0.113.{i}", new Guid(77, (short)(i % 9), 3, 4, 5, 6, 7, 8, 9, 10, 11), Interactive: i % 4 == 0)),
        new SignInSample(new DateTime(2026, 9, 1, 9, 0, 0, DateTimeKind.Utc), Guid.Parse("99999999-0000-0000-0000-000000000001"), "user1@contoso.example", "app", "203.0.113.9", Guid.Empty, Interactive: true, Error: 50126),
    ];

    public static TheoryData<string, bool, bool> Forms => new()
    {
        { "portal csv", true, true }, { "graph page", true, true }, { "graph lines", true, true }, { "graph v1.0", false, false }, { "sentinel csv", true, true },
        { "sentinel json", true, true }, { "stream", true, true }, { "defender csv", true, false },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_says_the_same(string form, bool hasSession, bool hasTenant)
    {
        using TempFolder folder = new();
        string path = folder.Write("signins.txt", SignInSample.Write(form, s_samples));
        SignInTable table = new();
        ReadReport report = SignInScan.Read([path], table, TestContext.Current.CancellationToken);

        Assert.Empty(report.Problems);
        Assert.Empty(report.DroppedRows);
        Assert.Equal(s_samples.Length, report.Kept);

        // The one that failed gave no token.
        Assert.Equal(
            s_samples.Where(static s => s.Error == 0).Select(s => Line(s, hasSession, hasTenant)).Order(StringComparer.Ordinal),
            Rows(table).Select(row => Line(table, row)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("portal csv")]
    [InlineData("stream")]
    [InlineData("defender csv")]
    public void A_folder_is_searched_for_sign_ins_and_archives_are_opened(string form)
    {
        using TempFolder folder = new();
        using (MemoryStream packed = new())
        {
            using (GZipStream zip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                zip.Write(System.Text.Encoding.UTF8.GetBytes(SignInSample.Write(form, s_samples)));
            }

            folder.Write("in/signins.gz", packed.ToArray());
        }

        folder.Write("in/users.csv", "Id,UserPrincipalName\n1,a@b.example\n");
        folder.Write("in/note.json", "{\"appId\":\"x\",\"name\":\"no sign-in\"}");
        SignInTable table = new();
        ReadReport report = SignInScan.Read([Path.Join(folder.Path, "in")], table, TestContext.Current.CancellationToken);
        Assert.Equal(s_samples.Length, report.Kept);
        Assert.Single(report.Files);
    }

    [Fact]
    public void Rows_that_are_no_sign_ins_are_dropped_with_a_reason()
    {
        using TempFolder folder = new();
        string path = folder.Write("mixed.jsonl", """
            {"Id":"1","Operation":"UserLoggedIn","CreationTime":"2026-09-01T08:00:00","UserId":"a@b.example","ApplicationId":"x"}
            {"id":"22222222-2222-2222-2222-222222222222","userPrincipalName":"a@b.example","appId":"x"}
            {"id":"33333333-3333-3333-3333-333333333333","createdDateTime":"2026-09-01T08:00:00Z","userPrincipalName":"a@b.example","appId":"x","ipAddress":"203.0.113.9"}
            {"cut":
            """);
        SignInTable table = new();
        ReadReport report = SignInScan.Read([path], table, TestContext.Current.CancellationToken);
        Assert.Equal(1, report.Kept);
        Assert.Equal(
            [DropReason.MalformedJson, DropReason.InvalidTime, DropReason.NotASignIn],
            report.Dropped.Select(static drop => drop.Reason).OrderBy(static reason => reason));
    }

    [Fact]
    public void Requests_that_Graph_served_carry_the_token_they_came_with()
    {
        Guid token = new("445945de-2d4f-4816-a71e-d3c0eff10500");
        using TempFolder folder = new();
        string path = folder.Write("graph.json", "[{\"TimeGenerated\":\"2026-09-01T08:00:00Z\",\"RequestId\":\"11111111-1111-1111-1111-111111111111\",\"AppId\":\"a\",\"UserId\":\"u\",\"IPAddress\":\"203.0.113.9\",\"RequestUri\":\"https://x/v1.0/me/messages\",\"SignInActivityId\":\"3kVZRE8tFkinHtPA7_EFAA\",\"SessionId\":\"\"},{\"TimeGenerated\":\"2026-09-01T08:00:01Z\",\"RequestId\":\"1\",\"AppId\":\"a\",\"UserId\":\"u\",\"RequestUri\":\"https://x/v1.0/groups\",\"SignInActivityId\":\"3kVZRE8tFkinHtPA7_EFAA\"}]");
        SignInTable table = new();
        SignInScan.Read([path], table, TestContext.Current.CancellationToken);
        SignInRow row = Assert.Single(Rows(table));
        Assert.Equal((token, SignInKind.GraphActivity), (row.Token, row.Kind));
    }

    private static IEnumerable<SignInRow> Rows(SignInTable table) => Enumerable.Range(0, table.Rows.Count).Select(i => table.Rows[i]);

    private static string Line(SignInSample sample, bool hasSession, bool hasTenant)
    {
        Network network = Network.FromAddress(System.Net.IPAddress.Parse(sample.Address));
        return $"{sample.Time:yyyy-MM-ddTHH:mm:ss} {sample.Id} {(hasSession ? sample.Session : Guid.Empty)} {sample.User} {sample.App} {network} {(hasTenant ? SignInSample.Tenant : string.Empty)} {(sample.Interactive ? SignInKind.Interactive : SignInKind.NonInteractive)}";
    }

    private static string Line(SignInTable table, SignInRow row) =>
        $"{FactTime.ToTime(row.Time):yyyy-MM-ddTHH:mm:ss} {row.Token} {row.Session} {table.Users[row.User]} {table.Apps[row.App]} {table.Networks[row.Network]} {table.Tenants[row.Tenant]} {row.Kind}";
}
