using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace StormDetect.Cli.Tests;

/// <summary>The logs of several customers in one run: nobody's result hides another's, and nobody's is another than by itself.</summary>
public sealed class ManyTenantsTests : IDisposable
{
    private const string Contoso = "11111111-2222-3333-4444-555555555555";
    private const string Fabrikam = "99999999-2222-3333-4444-555555555555";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_tenant_has_the_verdict_it_has_by_itself()
    {
        (string contoso, string fabrikam) = Logs(intruder: true, fabrikamDays: 3);
        JsonElement mixed = Outcome.Of("hunt", contoso, fabrikam, "--json", "-").Json;
        JsonElement[] tenants = [.. mixed.GetProperty("tenants").EnumerateArray()];
        Assert.Equal([(Contoso, "contoso.example", "Suspicious"), (Fabrikam, "fabrikam.example", "CannotConclude")], tenants.Select(static tenant => (Text(tenant, "tenantId"), Text(tenant, "tenantName"), Text(tenant, "verdict"))));
        foreach ((string log, JsonElement tenant) in new[] { (contoso, tenants[0]), (fabrikam, tenants[1]) })
        {
            JsonElement alone = Outcome.Of("hunt", log, "--json", "-").Json;
            Assert.Equal(Text(alone, "verdictText"), Text(tenant, "verdictText"));
            Assert.Equal(alone.GetProperty("findings").GetArrayLength(), tenant.GetProperty("findingCount").GetInt32());
            Assert.Equal(
                alone.GetProperty("findings").EnumerateArray().Select(static finding => finding.GetRawText()),
                mixed.GetProperty("findings").EnumerateArray().Where(finding => Text(finding, "tenantId") == Text(tenant, "tenantId")).Select(static finding => finding.GetRawText()));
        }

        Assert.EndsWith(" 2 tenants: 1 suspicious (contoso.example), 1 not to be concluded (fabrikam.example).", Text(mixed, "verdictText"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tenant_that_cannot_be_judged_is_not_hidden_by_one_that_is_clean()
    {
        (string contoso, string fabrikam) = Logs(intruder: false, fabrikamDays: 3);
        Assert.Equal(0, Outcome.Of("hunt", contoso).Code);
        Outcome mixed = Outcome.Of("hunt", contoso, fabrikam);
        Assert.Equal(3, mixed.Code);
        Assert.Contains("Cannot conclude of fabrikam.example: the log is too short a history", mixed.Output, StringComparison.Ordinal);
        Assert.Contains("2 tenants: 1 not to be concluded (fabrikam.example), 1 without evidence.", mixed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tenants_day_that_nobody_sees_is_that_tenants()
    {
        (string contoso, string fabrikam) = Logs(intruder: false, fabrikamDays: SmallTenant.Days, throttled: true);
        JsonElement mixed = Outcome.Of("hunt", contoso, fabrikam, "--max-blind-percent", "10", "--json", "-").Json;
        JsonElement[] tenants = [.. mixed.GetProperty("tenants").EnumerateArray()];
        Assert.Equal([("CannotConclude", "fabrikam.example"), ("NoEvidence", "contoso.example")], tenants.Select(static tenant => (Text(tenant, "verdict"), Text(tenant, "tenantName"))));
        Assert.Equal(0, tenants[1].GetProperty("blindPercent").GetDouble());
        Assert.InRange(mixed.GetProperty("coverage").GetProperty("blindPercent").GetDouble(), 1, 10);
        Assert.Equal("CannotConclude", Text(mixed, "verdict"));
        string text = Outcome.Of("hunt", contoso, fabrikam).Output;
        Assert.StartsWith($"  fabrikam.example ({Fabrikam}), Throttled (certain): ", text[(text.IndexOf("Not seen:", StringComparison.Ordinal) + 9 + Environment.NewLine.Length)..], StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_weighs_as_much_as_among_the_files_of_its_tenant_alone()
    {
        (string contoso, string fabrikam) = Logs(intruder: false, fabrikamDays: SmallTenant.Days);
        string one = Split(contoso, "one", 30);
        string two = Split(fabrikam, "two", 3);
        byte[] whole = File.ReadAllBytes(Path.Combine(two, "1.jsonl"));
        using (System.IO.Compression.GZipStream packed = new(File.Create(Path.Combine(two, "9.jsonl.gz")), System.IO.Compression.CompressionLevel.Fastest))
        {
            packed.Write(whole);
        }

        string cut = Path.Combine(two, "9.jsonl.gz");
        File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..^200]);
        Outcome alone = Outcome.Of("hunt", two, "--json", "-");
        Assert.Equal(3, alone.Code);
        JsonElement[] tenants = [.. Outcome.Of("hunt", one, two, "--json", "-").Json.GetProperty("tenants").EnumerateArray()];
        Assert.Equal([("CannotConclude", "fabrikam.example"), ("NoEvidence", "contoso.example")], tenants.Select(static tenant => (Text(tenant, "verdict"), Text(tenant, "tenantName"))));
        Assert.Equal(Text(alone.Json, "verdictText"), Text(tenants[0], "verdictText"));
    }

    [Fact]
    public void The_text_says_whose_everything_is()
    {
        (string contoso, string fabrikam) = Logs(intruder: true, fabrikamDays: 3);
        string text = Outcome.Of("hunt", contoso, fabrikam).Output;
        Assert.Contains($"  Suspicious      contoso.example ({Contoso})  Suspicious: ", text, StringComparison.Ordinal);
        Assert.Contains($"  CannotConclude  fabrikam.example ({Fabrikam})  Cannot conclude: ", text, StringComparison.Ordinal);
        Assert.Contains($"  tenant     contoso.example ({Contoso})", text, StringComparison.Ordinal);
        Assert.Contains($"  fabrikam.example ({Fabrikam}), WarmUpNotJudged (possible): ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("tenant     ", Outcome.Of("hunt", contoso).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Mail_to_another_customer_leaves_the_tenant_although_both_domains_are_named()
    {
        (string contoso, string fabrikam) = Logs(intruder: false, fabrikamDays: SmallTenant.Days);
        File.AppendAllLines(contoso, [Rule("person1@contoso.example", "boss@fabrikam.example", 1), Rule("person2@contoso.example", "boss@contoso.example", 2), Rule("person3@contoso.example", "boss@contoso.de", 3)]);
        string[] Outside(params string[] domains) =>
        [
            .. Outcome.Of(["hunt", contoso, fabrikam, "--hunt", "InboxRule", "--min-severity", "informational", "--json", "-", "--accepted-domain", .. domains]).Json.GetProperty("findings").EnumerateArray()
                .SelectMany(static finding => finding.GetProperty("externalRecipients").EnumerateArray()).Select(static address => address.GetString()!).Order(StringComparer.Ordinal),
        ];
        Assert.Equal(["boss@fabrikam.example"], Outside("contoso.example", "contoso.de", "fabrikam.example"));
        Assert.Equal(["boss@contoso.de", "boss@fabrikam.example"], Outside("contoso.example", "fabrikam.example"));
        Assert.Equal(["boss@contoso.de", "boss@fabrikam.example"], Outside("fabrikam.example"));
    }

    [Fact]
    public void The_report_lists_every_tenant_and_a_redacted_one_names_none()
    {
        (string contoso, string fabrikam) = Logs(intruder: true, fabrikamDays: 3);
        string report = _folder.Sub("report.html");
        _ = Outcome.Of("hunt", contoso, fabrikam, "--report", report);
        string html = File.ReadAllText(report);
        Assert.Contains("Every tenant by itself", html, StringComparison.Ordinal);
        Assert.Contains($"contoso.example ({Contoso})", html, StringComparison.Ordinal);
        Assert.Contains($"fabrikam.example ({Fabrikam})", html, StringComparison.Ordinal);
        _ = Outcome.Of("hunt", contoso, fabrikam, "--report", report, "--redact");
        html = File.ReadAllText(report);
        Assert.Contains("Every tenant by itself", html, StringComparison.Ordinal);
        Assert.DoesNotContain("fabrikam", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Fabrikam, html, StringComparison.OrdinalIgnoreCase);
        _ = Outcome.Of("hunt", contoso, "--report", report);
        Assert.DoesNotContain("Every tenant by itself", File.ReadAllText(report), StringComparison.Ordinal);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string Rule(string mailbox, string destination, int number) =>
        $$"""{"CreationTime":"2026-09-10T08:00:00","Id":"aaaaaaaa-0000-4000-8000-00000000000{{number}}","Operation":"New-InboxRule","OrganizationId":"{{Contoso}}","RecordType":1,"ResultStatus":"True","UserId":"{{mailbox}}","UserType":2,"Workload":"Exchange","Parameters":[{"Name":"Name","Value":"Projects"},{"Name":"ForwardTo","Value":"{{destination}}"}]}""";

    private string Split(string log, string folder, int files)
    {
        string[] lines = File.ReadAllLines(log);
        string target = Directory.CreateDirectory(_folder.Sub(folder)).FullName;
        for (int i = 0; i < files; i++)
        {
            File.WriteAllLines(Path.Combine(target, $"{i}.jsonl"), lines[(lines.Length * i / files)..(lines.Length * (i + 1) / files)]);
        }

        return target;
    }

    private (string Contoso, string Fabrikam) Logs(bool intruder, int fabrikamDays, bool throttled = false)
    {
        string contoso = _folder.Sub("contoso.jsonl");
        string other = _folder.Sub("other.jsonl");
        string fabrikam = _folder.Sub("fabrikam.jsonl");
        SmallTenant.Write(contoso, intruder);
        SmallTenant.Write(other, intruder: false);
        IEnumerable<string> lines = File.ReadLines(other).Take(File.ReadLines(other).Count() * fabrikamDays / SmallTenant.Days)
            .Select(static line => line.Replace(Contoso, Fabrikam, StringComparison.Ordinal).Replace("contoso", "fabrikam", StringComparison.Ordinal).Replace("\"Id\":\"0", "\"Id\":\"f", StringComparison.Ordinal));
        File.WriteAllLines(fabrikam, lines.Select(line => throttled && line.Contains("2026-09-1", StringComparison.Ordinal) && int.Parse(line.AsSpan(line.IndexOf("2026-09-1", StringComparison.Ordinal) + 9, 1), System.Globalization.CultureInfo.InvariantCulture) < 2
            ? line.Replace("\"IsThrottled\",\"Value\":\"False\"", "\"IsThrottled\",\"Value\":\"True\"", StringComparison.Ordinal) : line));
        return (contoso, fabrikam);
    }
}
