using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Xunit;
using static StormDetect.Core.Tests.Detection.IndicatorHunting;

namespace StormDetect.Core.Tests.Detection;

public sealed class IndicatorReaderTests
{
    [Theory]
    [InlineData("[ipv4-addr:value = '192.0.2.1']", IndicatorType.Address, "192.0.2.1")]
    [InlineData("[ipv4-addr:value ISSUBSET '192.0.2.0/24']", IndicatorType.Address, "192.0.2.0/24")]
    [InlineData("[ipv4-addr:value LIKE '192.0.2.%']", IndicatorType.Address, "192.0.2.0/24")]
    [InlineData("[ipv6-addr:value = '2001:DB8::1']", IndicatorType.Address, "2001:db8::1")]
    [InlineData("[network-traffic:dst_ref.value = '192.0.2.1' AND network-traffic:dst_port = 443]", IndicatorType.Address, "192.0.2.1")]
    [InlineData("[domain-name:value = 'Evil.Example']", IndicatorType.Domain, "evil.example")]
    [InlineData("[email-addr:value = 'A@Evil.Example']", IndicatorType.EmailAddress, "a@evil.example")]
    [InlineData("[email-message:from_ref.value = 'a@evil.example']", IndicatorType.EmailAddress, "a@evil.example")]
    [InlineData("[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = 'python-requests/2.31']", IndicatorType.UserAgent, "python-requests/2.31")]
    [InlineData("[x-oauth-app:app_id = 'AAAAAAAA-0000-4000-8000-00000000000B']", IndicatorType.Application, "aaaaaaaa-0000-4000-8000-00000000000b")]
    [InlineData("[software:name = 'aaaaaaaa-0000-4000-8000-00000000000b']", IndicatorType.Application, "aaaaaaaa-0000-4000-8000-00000000000b")]
    [InlineData("[x509-certificate:hashes.'SHA-1' = 'D4B4CCCDA9228624656BFF33D8110955779632AA']", IndicatorType.Thumbprint, "d4b4cccda9228624656bff33d8110955779632aa")]
    [InlineData("[file:hashes.MD5 = 'd41d8cd98f00b204e9800998ecf8427e']", IndicatorType.Thumbprint, "d41d8cd98f00b204e9800998ecf8427e")]
    public void A_stix_pattern_names_what_it_names(string pattern, IndicatorType type, string value)
    {
        IndicatorReadResult result = Stix(pattern);
        ThreatIndicator indicator = Assert.Single(result.Indicators);
        Assert.Empty(result.Problems);
        Assert.Equal(type, Assert.Single(indicator.Types));
        Assert.Equal(value, indicator.Value);
    }

    [Theory]
    [InlineData("[ipv4-addr:value = '192.0.2.1'] FOLLOWEDBY [ipv4-addr:value = '192.0.2.2']", "FOLLOWEDBY")]
    [InlineData("[ipv4-addr:value = '192.0.2.1'] AND [ipv4-addr:value = '192.0.2.2']", "AND")]
    [InlineData("[ipv4-addr:value = '192.0.2.1'] WITHIN 5 SECONDS", "WITHIN")]
    [InlineData("[ipv4-addr:value = 'no address']", "no address")]
    [InlineData("[ipv4-addr:value = '192.0.2.1'", "the end")]
    [InlineData("[ipv4-addr:value = '192.0.2.1]", "quote")]
    [InlineData("[ipv4-addr:value > '192.0.2.1']", ">")]
    [InlineData("[domain-name:value != 'evil.example']", "must not")]
    [InlineData("[domain-name:value MATCHES '(a+']", "MATCHES")]
    [InlineData("", "the end")]
    public void A_pattern_that_is_not_understood_is_named_with_its_id(string pattern, string why)
    {
        IndicatorReadResult result = Stix(pattern);
        Assert.Empty(result.Indicators);
        IndicatorProblem problem = Assert.Single(result.Problems);
        Assert.Equal(IndicatorProblemKind.NotUnderstood, problem.Kind);
        Assert.Equal("indicator--1", problem.IndicatorId);
        Assert.Contains(why, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("([ipv4-addr:value = '192.0.2.1' AND (domain-name:value NOT IN ('a.example', 'b.example') OR email-addr:value LIKE '%@evil.example')]) START t'2026-01-01T00:00:00Z' STOP t'2026-02-01T00:00:00Z'")]
    [InlineData("[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' MATCHES '^python' AND network-traffic:dst_port = 443] OR [ipv4-addr:value ISSUBSET '192.0.2.0/24']")]
    public void A_pattern_cut_anywhere_is_understood_or_refused_by_its_id(string pattern)
    {
        Assert.Single(Stix(pattern).Indicators);
        for (int length = 0; length < pattern.Length; length++)
        {
            IndicatorReadResult result = Stix(pattern[..length]);
            Assert.Equal(1, result.Indicators.Count + result.Problems.Count);
            Assert.All(result.Problems, static p => Assert.Equal(IndicatorProblemKind.NotUnderstood, p.Kind));
        }
    }

    [Fact]
    public void What_no_audit_log_carries_is_counted_not_guessed()
    {
        IndicatorReadResult result = Stix("[file:name = 'a.exe' AND ipv4-addr:value = '192.0.2.1'] OR [url:value = 'https://evil.example/x']");
        Assert.Empty(result.Indicators);
        Assert.Equal(IndicatorProblemKind.NotInAuditLogs, Assert.Single(result.Problems).Kind);
    }

    [Fact]
    public void Deeply_nested_or_exploding_patterns_are_refused()
    {
        string deep = "[" + new string('(', 5000) + "ipv4-addr:value = '192.0.2.1'" + new string(')', 5000) + "]";
        Assert.Contains("nested", Assert.Single(Stix(deep).Problems).Message, StringComparison.Ordinal);
        string part = "(domain-name:value = 'a.example' OR domain-name:value = 'b.example')";
        string wide = "[" + string.Join(" AND ", Enumerable.Repeat(part, 20)) + "]";
        Assert.Contains("alternatives", Assert.Single(Stix(wide).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validity_source_and_revocation_of_stix_are_read()
    {
        const string Bundle = """
            {"type":"bundle","id":"bundle--1","objects":[
              {"type":"report","id":"report--1","name":"Autumn campaign","object_refs":["indicator--1"]},
              {"type":"threat-actor","id":"threat-actor--1","name":"Some Actor"},
              {"type":"relationship","id":"relationship--1","relationship_type":"indicates","source_ref":"indicator--2","target_ref":"threat-actor--1"},
              {"type":"indicator","id":"indicator--1","pattern_type":"stix","pattern":"[ipv4-addr:value = '192.0.2.1']","valid_from":"2026-01-01T00:00:00.123456Z","valid_until":"2026-02-01T00:00:00Z","confidence":80},
              {"type":"indicator","id":"indicator--2","pattern":"[ipv4-addr:value IN ('192.0.2.2', '192.0.2.3')]"},
              {"type":"indicator","id":"indicator--3","pattern":"[ipv4-addr:value = '192.0.2.4']","revoked":true},
              {"type":"observed-data","id":"observed-data--1","first_observed":"2026-03-01T00:00:00Z","last_observed":"2026-03-02T00:00:00Z","object_refs":["ipv4-addr--5"]},
              {"type":"ipv4-addr","id":"ipv4-addr--5","value":"192.0.2.5"},
              {"type":"ipv4-addr","id":"ipv4-addr--6","value":"192.0.2.1"}]}
            """;
        IndicatorReadResult result = Read(Bundle);
        Assert.Empty(result.Problems);
        Assert.Equal(["192.0.2.1", "[ipv4-addr:value IN ('192.0.2.2', '192.0.2.3')]", "192.0.2.5"], result.Indicators.Select(static i => i.Value));
        Assert.Equal(["Autumn campaign", "Some Actor", "feed.json"], result.Indicators.Select(static i => i.Source));
        Assert.Equal(80, result.Indicators[0].Confidence);
        Assert.Equal(new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), result.Indicators[0].ValidUntil);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), result.Indicators[2].ValidFrom);
    }

    [Fact]
    public void Misp_attributes_and_objects_for_detection_are_read()
    {
        const string Event = """
            {"response":[{"Event":{"info":"Phish 42","date":"2026-05-01","Attribute":[
              {"uuid":"a1","type":"ip-src","value":"192.0.2[.]1","to_ids":true,"first_seen":"2026-05-01T00:00:00.000000+00:00","last_seen":"2026-05-03T00:00:00.000000+00:00","comment":"proxy"},
              {"uuid":"a2","type":"ip-dst|port","value":"192.0.2.2|443","to_ids":true},
              {"uuid":"a3","type":"ip-src","value":"192.0.2.3","to_ids":false},
              {"uuid":"a4","type":"ip-src","value":"192.0.2.4","to_ids":true,"deleted":true},
              {"uuid":"a5","type":"url","value":"hxxps://evil.example/x","to_ids":true},
              {"uuid":"a6","type":"ip-src","value":"nothing","to_ids":true}],
              "Object":[{"name":"oauth-app","Attribute":[{"uuid":"o1","type":"text","object_relation":"app-id","value":"aaaaaaaa-0000-4000-8000-00000000000b","to_ids":true},
              {"uuid":"o2","type":"domain|ip","value":"evil[.]example|192.0.2.9","to_ids":true}]}]}}]}
            """;
        IndicatorReadResult result = Read(Event);
        Assert.Equal(["a1", "a2", "o1", "o2"], result.Indicators.Select(static i => i.Id));
        Assert.All(result.Indicators, static i => Assert.Equal("Phish 42", i.Source));
        Assert.Equal("192.0.2.1", result.Indicators[0].Value);
        Assert.Equal("proxy", result.Indicators[0].Description);
        Assert.Equal(new DateTimeOffset(2026, 5, 3, 0, 0, 0, TimeSpan.Zero), result.Indicators[0].ValidUntil);
        Assert.Equal([IndicatorType.Address, IndicatorType.Domain], result.Indicators[3].Types);
        Assert.Equal([IndicatorProblemKind.NotUnderstood, IndicatorProblemKind.NotInAuditLogs], result.Problems.Select(static p => p.Kind));
    }

    [Fact]
    public void A_table_is_read_with_usual_headers_in_any_order_and_defanged_values()
    {
        const string Text = "# a remark, with a comma\r\n\"Indicator\";IoC_Type;First Seen;Last Seen;Comment\r\n1[.]2[.]3[.]4;ip;2026-01-01;2026-01-31;\"a; b\"\r\nhxxp://evil.example/;url;;;\r\nevil[.]example;hostname;;;\r\n"
            + "a[@]evil[dot]example;email;;;\r\n;ip;;;\r\n1.2.3.4;colour;;;\r\n1.2.3.4;ip;3/4/2026;;\r\n";
        IndicatorReadResult result = Read(Text, "/somewhere/list.csv");
        Assert.Equal(["1.2.3.4", "evil.example", "a@evil.example"], result.Indicators.Select(static i => i.Value));
        Assert.Equal("list.csv", result.Indicators[0].Source);
        Assert.Equal("a; b", result.Indicators[0].Description);
        Assert.Equal(new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), result.Indicators[0].ValidUntil);
        Assert.Equal(["line 8", "line 9", ""], result.Problems.Select(static p => p.IndicatorId));
        Assert.Contains("1 url", result.Problems[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bare_list_is_told_by_its_looks() =>
        Assert.Equal(
            [IndicatorType.Address, IndicatorType.Address, IndicatorType.Domain, IndicatorType.Application, IndicatorType.Thumbprint],
            Read("192.0.2.1\n2001:db8::/32\nevil.example\naaaaaaaa-0000-4000-8000-00000000000b\nd4b4cccda9228624656bff33d8110955779632aa\n", "list.txt").Indicators.Select(static i => i.Types[0]));

    [Theory]
    [InlineData("")]
    [InlineData("   \n ")]
    [InlineData("{\"type\":\"bundle\",\"objects\":[{\"type\":\"indicator\"")]
    [InlineData("{\"hello\":1}")]
    [InlineData("[1,2,3]")]
    [InlineData("name,colour\na,b\n")]
    [InlineData("just some prose, with commas, and more of them")]
    [InlineData("MZ\0\0binary")]
    public void A_file_that_is_none_is_an_error_that_names_it(string text)
    {
        IndicatorReadResult result = Read(text, "odd.bin");
        Assert.Empty(result.Indicators);
        IndicatorProblem problem = Assert.Single(result.Problems);
        Assert.Equal(IndicatorProblemKind.FileNotUsable, problem.Kind);
        Assert.Equal("odd.bin", problem.Source);
    }

    [Fact]
    public void One_bad_file_does_not_take_the_others_along()
    {
        string folder = Directory.CreateTempSubdirectory("stormdetect-indicators-").FullName;
        try
        {
            string good = Path.Combine(folder, "good.csv");
            File.WriteAllText(good, "type,value\nip,192.0.2.1\n");
            IndicatorReadResult result = IndicatorReader.Read([Path.Combine(folder, "missing.json"), good], CancellationToken.None);
            Assert.Single(result.Indicators);
            Assert.EndsWith("missing.json", Assert.Single(result.Problems).Source, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_built_in_set_is_that_of_storm_0558_within_its_window()
    {
        IReadOnlyList<ThreatIndicator> all = IndicatorReader.BuiltIn;
        Assert.Equal(38, all.Count(static i => i.Types.Contains(IndicatorType.Address)));
        Assert.Equal(38, all.Where(static i => i.Types.Contains(IndicatorType.Address)).Select(static i => i.Value).Distinct().Count());
        Assert.Contains(all, static i => i.Value == "195.26.87.219");
        Assert.All(all.Where(static i => i.Types[0] != IndicatorType.TokenRequest), static i =>
        {
            Assert.Equal(new DateTimeOffset(2023, 3, 9, 0, 0, 0, TimeSpan.Zero), i.ValidFrom);
            Assert.Equal(new DateTimeOffset(2023, 7, 13, 0, 0, 0, TimeSpan.Zero), i.ValidUntil);
        });
    }
}
