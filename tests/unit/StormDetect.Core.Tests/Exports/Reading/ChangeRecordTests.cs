using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

public sealed class ChangeRecordTests
{
    private const string Head = "\"Id\":\"00000000-0000-4000-8000-000000000001\",\"CreationTime\":\"2026-09-01T10:00:00\",\"UserId\":\"kim@contoso.example\",\"Operation\":\"Set-Mailbox\"";

    public static TheoryData<string> Shapes =>
    [
        "\"Parameters\":[{\"Name\":\"ForwardTo\",\"Value\":\"a@b.example\"},{\"Name\":\"Force\",\"Value\":\"True\"}]",
        "\"Parameters\":\"[{\\\"Name\\\":\\\"ForwardTo\\\",\\\"Value\\\":\\\"a@b.example\\\"},{\\\"Name\\\":\\\"Force\\\",\\\"Value\\\":\\\"True\\\"}]\"",
        "\"parameters\":{\"ForwardTo\":\"a@b.example\",\"Force\":true}",
        "\"Parameters\":{\"Name\":[\"ForwardTo\",\"Force\"],\"Value\":[\"a@b.example\",\"True\"]}",
        "\"Parameters\":[\"@{Name=ForwardTo; Value=a@b.example}\",\"@{Value=True; Name=Force}\"]",
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Parameters_are_read_in_every_shape(string parameters)
    {
        ChangeRecord record = Read($"{{{Head},{parameters}}}");
        Assert.Equal(2, record.Parameters.Count);
        Assert.Equal("a@b.example", record.Parameters["forwardto"]);
        Assert.True(record.Parameters.IsTrue("Force"));
        Assert.False(record.Parameters.Has("DeleteMessage"));
    }

    [Fact]
    public void Nested_values_stay_json_also_inside_a_quoted_cell()
    {
        string json = $"{{{Head},\"OperationProperties\":[{{\"Name\":\"RuleActions\",\"Value\":[{{\"ActionType\":\"Forward\"}}]}}],\"Actor\":[{{\"ID\":\"x\"}}]}}";
        string csv = "RecordId,CreationDate,Operation,AuditData\n1,2026-09-01T10:00:00Z,Set-Mailbox,\"" + json.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"\n";
        using TempFolder folder = new();
        foreach (string path in new[] { folder.Write("one.jsonl", json + "\n"), folder.Write("one.csv", csv) })
        {
            Keeper keeper = new();
            AuditScan scan = new([keeper]);
            scan.Files([path], TestContext.Current.CancellationToken);
            _ = scan.Complete();
            ChangeRecord record = Assert.Single(keeper.Records);
            Assert.Equal("[{\"ActionType\":\"Forward\"}]", record.OperationProperties["RuleActions"]);
            Assert.Equal("[{\"ID\":\"x\"}]", record["actor"]);
        }
    }

    [Fact]
    public void Columns_and_flattened_names_are_members_too()
    {
        string csv = "OfficeWorkload,OfficeId,TimeGenerated [UTC],UserId,Operation,ExternalAccess,ResultStatus,Target\nExchange,00000000-0000-4000-8000-000000000001,2026-09-01T10:00:00Z,kim@contoso.example,Set-Mailbox,true,False,\"[{\"\"ID\"\":\"\"x\"\"}]\"\n";
        string dotted = "{\"@timestamp\":\"2026-09-01T10:00:00Z\",\"o365.audit.Id\":\"00000000-0000-4000-8000-000000000001\",\"o365.audit.CreationTime\":\"2026-09-01T10:00:00\",\"o365.audit.UserId\":\"kim@contoso.example\",\"o365.audit.Operation\":\"Set-Mailbox\",\"o365.audit.ExternalAccess\":true,\"o365.audit.ResultStatus\":\"False\",\"o365.audit.Target\":[{\"ID\":\"x\"}]}\n";
        using TempFolder folder = new();
        foreach (string path in new[] { folder.Write("office.csv", csv), folder.Write("elastic.jsonl", dotted) })
        {
            Keeper keeper = new();
            AuditScan scan = new([keeper]);
            scan.Files([path], TestContext.Current.CancellationToken);
            _ = scan.Complete();
            ChangeRecord record = Assert.Single(keeper.Records);
            Assert.Equal("true", record["ExternalAccess"]);
            Assert.Equal("[{\"ID\":\"x\"}]", record["target"]);
            Assert.True(record.Failed);
        }
    }

    [Fact]
    public void A_change_of_a_form_without_a_record_of_its_own_is_piped_with_its_row()
    {
        string csv = "OfficeWorkload,OfficeId,TimeGenerated [UTC],UserId,Operation,ExternalAccess,Parameters\nExchange,00000000-0000-4000-8000-000000000001,2026-09-01T10:00:00Z,kim@contoso.example,Set-Mailbox,true,\"[{\"\"Name\"\":\"\"ForwardTo\"\",\"\"Value\"\":\"\"a@b.example\"\"}]\"\n";
        string enriched = "{\"Id\":\"00000000-0000-4000-8000-000000000001\",\"Timestamp\":\"2026-09-01T10:00:00Z\",\"UserId\":\"kim@contoso.example\",\"Operation\":\"Set-Mailbox\",\"ExternalAccess\":true,\"AdditionalProperties\":{\"Parameters\":[{\"Name\":\"ForwardTo\",\"Value\":\"a@b.example\"}]}}\n";
        using TempFolder folder = new();
        foreach (string path in new[] { folder.Write("office.csv", csv), folder.Write("enriched.jsonl", enriched) })
        {
            Keeper keeper = new();
            AuditScan scan = new([keeper]);
            scan.Object(Assert.Single(Reading.Read(path).Records));
            _ = scan.Complete();
            ChangeRecord record = Assert.Single(keeper.Records);
            Assert.Equal("a@b.example", record.Parameters["ForwardTo"]);
            Assert.Equal(("true", "kim@contoso.example", "00000000-0000-4000-8000-000000000001"), (record["ExternalAccess"], record.UserId, record.Id));
        }
    }

    [Fact]
    public void Old_and_new_values_are_kept_apart()
    {
        ChangeRecord record = Read($"{{{Head},\"ModifiedProperties\":[{{\"Name\":\"Included\",\"NewValue\":\"new\",\"OldValue\":\"old\"}}]}}");
        Assert.Equal(new NamedValue("Included", "new", "old"), Assert.Single(record.ModifiedProperties));
    }

    [Theory]
    [InlineData("NT AUTHORITY\\\\SYSTEM (w3wp)", "3", true)]
    [InlineData("NT SERVICE\\\\MSExchangeServiceHostNetCore (x)", "\"DcAdmin\"", true)]
    [InlineData("NT AUTHORITY\\\\SYSTEM (w3wp)", "2", false)]
    [InlineData("system@contoso.example", "3", false)]
    public void Only_the_service_itself_is_the_service(string user, string userType, bool expected) =>
        Assert.Equal(expected, Read($"{{\"CreationTime\":\"2026-09-01T10:00:00\",\"Operation\":\"Set-Mailbox\",\"UserId\":\"{user}\",\"UserType\":{userType}}}").IsService);

    [Fact]
    public void A_change_piped_as_an_object_is_read_by_its_own_json()
    {
        string json = $"{{{Head},\"Parameters\":[{{\"Name\":\"ForwardTo\",\"Value\":\"a@b.example\"}}]}}";
        AuditRecord asObject = Assert.Single(Reading.Text(json).Records);
        Keeper keeper = new();
        AuditScan scan = new([keeper]);
        scan.Object(asObject);
        scan.Text(json, "again");
        ReadReport report = scan.Complete();
        Assert.Equal("a@b.example", Assert.Single(keeper.Records).Parameters["ForwardTo"]);
        Assert.Equal((1, 1), (report.Kept, report.Duplicates));
    }

    [Theory]
    [InlineData("smtp:kim@Contoso.example", "contoso.example")]
    [InlineData("\"Kim\" [SMTP:kim@contoso.example]", "contoso.example")]
    [InlineData("kim@contoso.example>", "contoso.example")]
    [InlineData("kim", "")]
    public void Domains_are_found_in_every_way_addresses_are_written(string address, string expected) => Assert.Equal(expected, TenantDomains.DomainOf(address));

    private static ChangeRecord Read(string json)
    {
        Keeper keeper = new();
        AuditScan scan = new([keeper]);
        scan.Text(json, "test");
        Assert.Empty(scan.Complete().Dropped);
        return Assert.Single(keeper.Records);
    }

    private sealed class Keeper : IAuditCollector
    {
        public List<ChangeRecord> Records { get; private set; } = [];

        public bool Wants(string operation) => true;

        public void Collect(RecordView record) => Records.Add(ChangeRecord.Read(record));

        public IAuditCollector Fork() => new Keeper();

        public void Merge(IAuditCollector other) => Records = [.. Records.Concat(((Keeper)other).Records)];
    }
}
