using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

/// <summary>The traps of the schema: m365-audit.md 1.3 to 1.8.</summary>
public sealed class FieldTrapTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private const string Graph = "00000003-0000-0000-c000-000000000000";
    private const string App = "c0ffee00-1111-2222-3333-444455556666";
    private const string Other = "0badcafe-1111-2222-3333-444455556666";

    [Theory]
    [InlineData("\"RecordType\":50", "Bind")]
    [InlineData("\"RecordType\":2", "Sync")]
    [InlineData("\"RecordType\":\"50\"", "Bind")]
    [InlineData("\"RecordType\":\"ExchangeItemAggregated\"", "Bind")]
    [InlineData("\"RecordType\":\"exchangeItem\"", "Sync")]
    [InlineData("\"RecordType\":50,\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"Sync\"}]", "Sync")]
    [InlineData("\"OperationProperties\":[{\"Value\":\"Sync\",\"Name\":\"MailAccessType\"}]", "Sync")]
    [InlineData("\"operationproperties\":[{\"name\":\"MailAccessType\",\"value\":\"Sync\"}]", "Sync")]
    [InlineData("\"OperationProperties\":\"[{\\\"Name\\\":\\\"MailAccessType\\\",\\\"Value\\\":\\\"Sync\\\"}]\"", "Sync")]
    [InlineData("\"RecordType\":2,\"OperationProperties\":[{\"Name\":\"Else\",\"Value\":\"Bind\"}]", "Sync")]
    [InlineData("\"RecordType\":7", null)]
    [InlineData("", null)]
    public void Access_type(string members, string? expected) => Assert.Equal(expected, Reading.One(Reading.Access(members)).MailAccessType);

    [Theory]
    [InlineData("", null)]
    [InlineData("\"OperationProperties\":[]", null)]
    [InlineData("\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"}]", null)]
    [InlineData("\"OperationProperties\":[{\"Name\":\"IsThrottled\",\"Value\":\"True\"}]", true)]
    [InlineData("\"OperationProperties\":[{\"Name\":\"IsThrottled\",\"Value\":\"False\"}]", false)]
    [InlineData("\"OperationProperties\":[{\"Name\":\"IsThrottled\",\"Value\":true}]", true)]
    [InlineData("\"OperationProperties\":[{\"Name\":\"Else\",\"Value\":\"True\"}]", null)]
    public void Missing_throttling_is_unknown(string members, bool? expected) => Assert.Equal(expected, Reading.One(Reading.Access(members)).IsThrottled);

    [Fact]
    public void Other_operations_have_no_access_type()
    {
        AuditRecord send = Reading.One("""{"Id":"1","CreationTime":"2026-09-01T10:00:00","Operation":"Send","RecordType":2,"OperationProperties":[{"Name":"X","Value":"True"}]}""");
        Assert.Null(send.MailAccessType);
        Assert.Null(send.IsThrottled);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", "192.0.2.0/24")]
    [InlineData("192.0.2.7:56806", "192.0.2.7", "192.0.2.0/24")]
    [InlineData("[2001:db8:7::1]:4434", "2001:db8:7::1", "2001:db8:7::/48")]
    [InlineData("[2001:db8:7::1]", "2001:db8:7::1", "2001:db8:7::/48")]
    [InlineData("2001:DB8:7::1", "2001:db8:7::1", "2001:db8:7::/48")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7", "192.0.2.0/24")]
    [InlineData("[::ffff:192.0.2.7]:80", "192.0.2.7", "192.0.2.0/24")]
    [InlineData("fe80::1%12", "fe80::1", "fe80::/48")]
    [InlineData("::1", "::1", "::/48")]
    [InlineData(" 192.0.2.7 ", "192.0.2.7", "192.0.2.0/24")]
    [InlineData("", null, "none")]
    [InlineData("<null>", "<null>", "none")]
    [InlineData("1", "1", "none")]
    public void Addresses(string text, string? expected, string network)
    {
        AuditRecord record = Reading.One(Reading.Access($"\"ClientIPAddress\":\"{text}\""));
        Assert.Equal(expected, record.ClientIP);
        Assert.Equal(network, RecordAddress.NetworkOf(record.ClientIP).ToString());
    }

    [Fact]
    public void An_empty_mailbox_address_leaves_the_others()
    {
        Assert.Equal("192.0.2.9", Reading.One(Reading.Access("\"ClientIPAddress\":\"\",\"ClientIP\":\"192.0.2.9\"")).ClientIP);
        Assert.Equal("192.0.2.9", Reading.One(Reading.Access("\"ClientIPAddress\":null,\"ActorIpAddress\":\"192.0.2.9\"")).ClientIP);
        Assert.Null(Reading.One(Reading.Access("\"Nested\":{\"ClientIPAddress\":\"192.0.2.9\"}")).ClientIP);
    }

    [Theory]
    [InlineData("", null, null)]
    [InlineData($"\"AppId\":\"{Graph}\"", Graph, null)]
    [InlineData($"\"AppId\":\"\",\"ClientAppId\":\"\"", null, null)]
    [InlineData("\"AppId\":\"00000000-0000-0000-0000-000000000000\",\"ClientAppId\":\"00000000-0000-0000-0000-000000000000\"", null, null)]
    [InlineData($"\"AppId\":\"{Graph}\",\"AppAccessContext\":{{\"ClientAppId\":\"{App}\",\"AppId\":\"{Other}\"}}", Graph, App)]
    [InlineData($"\"AppAccessContext\":{{\"ClientAppId\":\"{App}\"}},\"ClientAppId\":\"{Other}\"", null, Other)]
    [InlineData($"\"ClientAppId\":\"{Other}\",\"AppAccessContext\":{{\"ClientAppId\":\"{App}\"}}", null, Other)]
    [InlineData($"\"AppAccessContext\":{{\"X\":{{\"ClientAppId\":\"{Other}\"}}}}", null, null)]
    [InlineData($"\"Parameters\":[{{\"ClientAppId\":\"{Other}\",\"AppId\":\"{Other}\"}}]", null, null)]
    [InlineData($"\"AppAccessContext\":\"{{\\\"ClientAppId\\\":\\\"{App}\\\"}}\"", null, App)]
    [InlineData($"\"appaccesscontext\":{{\"clientappid\":\"{App}\"}}", null, App)]
    [InlineData($"\"ClientInfoString\":\"Client=WebServices;python/2.25.1[AppId={App}];\"", null, App)]
    [InlineData($"\"ActorInfoString\":\"Client=REST;Client=RESTSystem;UserAgent=[NoUserAgent][AppId={App}];\"", null, App)]
    [InlineData($"\"ClientAppId\":\"{Other}\",\"ClientInfoString\":\"Client=WebServices;x[AppId={App}];\"", null, Other)]
    [InlineData("\"ClientInfoString\":\"Client=WebServices;x[AppId=00000000-0000-0000-0000-000000000000];\"", null, null)]
    public void Applications(string members, string? appId, string? clientAppId)
    {
        AuditRecord record = Reading.One(Reading.Access(members));
        Assert.Equal((appId, clientAppId), (record.AppId, record.ClientAppId));
        AccessPath path = Assert.Single(Facts(Reading.Access(members)).Paths);
        Assert.Equal((appId ?? string.Empty, clientAppId ?? string.Empty), (path.AppId, path.ClientAppId));
    }

    [Theory]
    [InlineData("\"SessionId\":\"1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed\"", "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", null)]
    [InlineData("\"AppAccessContext\":{\"AADSessionId\":\"1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed\",\"UniqueTokenId\":\"3kVZRE8tFkinHtPA7_EFAA\"}", "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", "3kVZRE8tFkinHtPA7_EFAA")]
    [InlineData("\"SessionId\":\"x\",\"AppAccessContext\":{\"AADSessionId\":\"y\"}", "x", null)]
    [InlineData("\"SessionId\":\"00000000-0000-0000-0000-000000000000\",\"AppAccessContext\":{\"UniqueTokenId\":\"AAAAAAAAAAAAAAAAAAAAAA\"}", null, null)]
    [InlineData("\"AppAccessContext\":{\"UniqueTokenId\":\"0000000000000000000000\"}", null, null)]
    public void Sessions_and_tokens(string members, string? session, string? token)
    {
        AuditRecord record = Reading.One(Reading.Access(members));
        Assert.Equal((session, token), (record.SessionId, record.UniqueTokenId));
    }

    [Theory]
    [InlineData("Client=OWA;Mozilla/5.0", ClientFamily.Owa)]
    [InlineData("Client=OWA;Action=ViaProxy", ClientFamily.Owa)]
    [InlineData("Client=REST;;", ClientFamily.Rest)]
    [InlineData("Client=REST;Client=RESTSystem;;", ClientFamily.RestSystem)]
    [InlineData("Client=RESTSystem;", ClientFamily.RestSystem)]
    [InlineData("Client=MSExchangeRPC", ClientFamily.MsExchangeRpc)]
    [InlineData("Client=WebServices;ExchangeWebServicesProxy/CrossSite", ClientFamily.WebServices)]
    [InlineData("Client=OutlookService;Outlook-iOS/2.0", ClientFamily.OutlookService)]
    [InlineData("Client=ActiveSync;UserAgent=Apple-iPhone", ClientFamily.ActiveSync)]
    [InlineData("Client=IMAP4", ClientFamily.Imap4)]
    [InlineData("Client=POP3", ClientFamily.Pop3)]
    [InlineData("Client=POP3/IMAP4;Protocol=POP3", ClientFamily.Pop3)]
    [InlineData("Client=POP3/IMAP4;Protocol=IMAP4", ClientFamily.Imap4)]
    [InlineData("Client=POP3/IMAP4", ClientFamily.Imap4)]
    [InlineData("client=owa", ClientFamily.Owa)]
    [InlineData("Client=Management;x", ClientFamily.Unknown)]
    [InlineData("", ClientFamily.Unknown)]
    public void Families(string info, ClientFamily family)
    {
        string json = Reading.Access($"\"ClientInfoString\":\"{info}\"");
        Assert.Equal(family, Reading.One(json).ClientFamily);
        Assert.Equal(family, Assert.Single(Facts(json).Paths).Family);
    }

    [Theory]
    [InlineData("\"LogonType\":0", LogonKind.Owner)]
    [InlineData("\"LogonType\":\"1\"", LogonKind.Admin)]
    [InlineData("\"LogonType\":2", LogonKind.Delegate)]
    [InlineData("\"LogonType\":\"Delegated\"", LogonKind.Delegate)]
    [InlineData("\"Logon_Type\":\"Owner\"", LogonKind.Owner)]
    [InlineData("\"logontype\":\"admin\"", LogonKind.Admin)]
    [InlineData("\"LogonType\":\"Transport\"", LogonKind.Service)]
    [InlineData("\"LogonType\":99", LogonKind.Unknown)]
    [InlineData("", LogonKind.Unknown)]
    public void Logons(string members, LogonKind logon) => Assert.Equal(logon, Reading.One(Reading.Access(members)).Logon);

    [Theory]
    [InlineData("\"RecordType\":\"DcAdmin\",\"UserType\":\"DcAdmin\"", null, 3)]
    [InlineData("\"RecordType\":\"ExchangeAdmin\",\"UserType\":\"5\"", 1, 5)]
    [InlineData("\"recordtype\":8,\"usertype\":0", 8, 0)]
    [InlineData("", null, null)]
    public void Enums_are_numbers_or_words(string members, int? recordType, int? userType)
    {
        AuditRecord record = Reading.One(Reading.Access(members));
        Assert.Equal((recordType, userType), (record.RecordType, record.UserType));
    }

    [Fact]
    public void Keys_may_be_in_lower_case_and_escaped_values_are_decoded()
    {
        AuditRecord record = Reading.One(
            """{"id":"a\/b","creationtime":"2026-09-01T10:00:00","operation":"Add service principal. ","userid":"Andr\u00e9\u0040x","objectid":"Bo\u00eete \ud83d\ude00","folders":[{"path":"\\Bo\u00eete de r\u00e9ception","folderitems":[{"internetmessageid":"<a\/b>"}]}]}""");
        Assert.Equal(("a/b", "Add service principal", "André@x", "Boîte 😀"), (record.Id, record.Operation, record.UserId, record.ObjectId));
        Assert.Equal("\\Boîte de réception", Assert.Single(record.Folders));
        Assert.Equal("<a/b>", Assert.Single(record.InternetMessageIds));
        Assert.Equal(1, record.ItemCount);
    }

    [Fact]
    public void Users_mailboxes_and_tenants_differ_in_case_only_once()
    {
        string one = Reading.Access("\"MailboxOwnerUPN\":\"A@contoso.example\",\"OrganizationId\":\"ABCD\"", Reading.Guid(1)).Replace("\"a@", "\"A@", StringComparison.Ordinal);
        string two = Reading.Access("\"MailboxOwnerUPN\":\"a@CONTOSO.example\",\"OrganizationId\":\"abcd\"", Reading.Guid(2));
        MailAccessFacts facts = Facts(one + "\n" + two);
        Assert.Equal("a@contoso.example", Assert.Single(facts.Users));
        Assert.Equal("a@contoso.example", Assert.Single(facts.Mailboxes).Address);
        Assert.Equal("abcd", Assert.Single(facts.Tenants));
        Assert.Equal(2, facts[0].Records);
    }

    [Theory]
    [InlineData("1601-01-01T00:00:00")]
    [InlineData("9999-12-31T23:59:59")]
    [InlineData("5/7/2022 14:05:03")]
    [InlineData("")]
    public void Records_at_an_impossible_time_are_dropped(string time)
    {
        (List<AuditRecord> records, ReadReport report) = Reading.Text($$"""{"Id":"1","Operation":"Send","CreationTime":"{{time}}"}""");
        Assert.Empty(records);
        Assert.Equal(DropReason.InvalidTime, Assert.Single(report.DroppedRows).Reason);
    }

    [Fact]
    public void PowerShells_depth_limit_is_named_and_the_rest_kept()
    {
        string json = Reading.Access("\"OperationProperties\":[\"@{Name=MailAccessType; Value=Sync}\",\"@{Name=IsThrottled; Value=True}\"],\"Folders\":\"System.Object[]\",\"MailboxOwnerUPN\":\"b@x\"");
        (List<AuditRecord> records, ReadReport report) = Reading.Text(json);
        AuditRecord record = Assert.Single(records);
        Assert.Equal(("Sync", true, "b@x"), (record.MailAccessType, record.IsThrottled, record.Mailbox));
        DroppedRow lossy = Assert.Single(report.LossyRows);
        Assert.Equal(DropReason.NestedValuesLost, lossy.Reason);
        Assert.Contains("MailItemsAccessed by a@contoso.example", lossy.Detail, StringComparison.Ordinal);
        Assert.Equal((1, 1), (report.Kept, report.Lossy));
        Assert.Empty(report.Dropped);
    }

    [Theory]
    [InlineData("System.Object[]")]
    [InlineData("@{Name=MailAccessType; Value=Sync}")]
    public void Columns_that_hold_what_the_depth_limit_left_are_named_too(string cell)
    {
        (List<AuditRecord> records, ReadReport report) = Reading.Read(_folder.Write("columns.csv", $"Id,CreationTime,Operation,UserId,Folders\n{Reading.Guid(1)},2026-09-01T10:00:00,MailItemsAccessed,a@x,{cell}\n{Reading.Guid(2)},2026-09-01T10:00:00,MailItemsAccessed,a@x,\n"));
        Assert.Equal(2, records.Count);
        Assert.Equal(DropReason.NestedValuesLost, Assert.Single(report.LossyRows).Reason);
    }

    [Fact]
    public void Counts_that_no_record_has_do_not_make_a_day_run_over()
    {
        MailAccessFacts facts = Facts(string.Join('\n', Enumerable.Range(1, 5).Select(static i => Reading.Access("\"OperationCount\":2147483647", Reading.Guid(i)))));
        Assert.Equal((1, 5), (facts.Count, facts[0].Records));
        Assert.True(facts[0].Items > 1_000_000);
    }

    [Fact]
    public void Texts_of_one_source_stand_behind_each_other()
    {
        AuditLogReader reader = new(new AuditReadOptions());
        string[] texts = ["{\"Id\":", Reading.Access(), "{\"Operation\":", "x"];
        Assert.Equal(texts[0].Length, Assert.Single(texts.SelectMany(text => reader.ReadText(text, "pipeline"))).SourceOffset);
        Assert.Equal([0, texts[0].Length + texts[1].Length, texts[0].Length + texts[1].Length + texts[2].Length], reader.Report.DroppedRows.Select(static row => (int)row.ByteOffset));
    }

    [Fact]
    public void A_time_that_cannot_be_read_is_as_good_as_none_and_the_one_around_the_record_counts()
    {
        string json = $$"""{"CreationDate":"2026-09-05T10:00:00Z","Operations":"Send","AuditData":{"Id":"{{Reading.Guid(1)}}","Operation":"Send","CreationTime":"9/5/2026 10:00:00"} }""";
        Assert.Equal(new DateTimeOffset(2026, 9, 5, 10, 0, 0, TimeSpan.Zero), Reading.One(json).CreationTime);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"{\\\"Id\\\":\\\"cut\"")]
    [InlineData("\"{}x\"")]
    public void Cut_AuditData_leaves_what_the_outer_object_says(string auditData)
    {
        (List<AuditRecord> records, ReadReport report) = Reading.Text(
            $$"""{"RecordType":"ExchangeItem","CreationDate":"2026-09-01T10:00:00Z","UserIds":"a@x","Operations":"New-InboxRule","AuditData":{{auditData}},"Identity":"{{Reading.Guid(9)}}"}""");
        AuditRecord record = Assert.Single(records);
        Assert.Equal((Reading.Guid(9), "New-InboxRule", "a@x", 2), (record.Id, record.Operation, record.UserId, record.RecordType));
        DroppedRow lossy = Assert.Single(report.LossyRows);
        Assert.Equal(DropReason.AuditDataMissing, lossy.Reason);
        Assert.Contains("New-InboxRule by a@x", lossy.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Sentinel_rows_count_their_items_and_take_the_session_from_the_context()
    {
        AuditRecord record = Reading.One(
            $$"""{"TenantId":"w","TimeGenerated":"2026-09-01T10:05:00Z","Start_Time":"2026-09-01T10:00:00Z","RecordType":"50","UserType":"Regular","OfficeWorkload":"Exchange","SourceRecordId":"{{Reading.Guid(3)}}","Operation":"MailItemsAccessed","UserId":"a@x","Client_IPAddress":"192.0.2.1","Logon_Type":"Owner","Folders":"[{\"Path\":\"\\\\Inbox\",\"FolderItems\":[{\"Id\":\"1\"},{\"Id\":\"2\"}]}]","AppAccessContext":{"AADSessionId":"s1"} }""");
        Assert.Equal((ExportForm.OfficeActivity, Reading.Guid(3), "Bind", 2, "s1", "192.0.2.1"), (record.Form, record.Id, record.MailAccessType, record.ItemCount, record.SessionId, record.ClientIP));
        Assert.Equal(new DateTimeOffset(2026, 9, 1, 10, 0, 0, TimeSpan.Zero), record.CreationTime);
        Assert.Equal(LogonKind.Owner, record.Logon);
    }

    public void Dispose() => _folder.Dispose();

    private static MailAccessFacts Facts(string json)
    {
        MailAccessCollector collector = new();
        AuditScan scan = new([collector]);
        scan.Text(json, "text");
        Assert.Empty(scan.Complete().Dropped);
        return collector.Builder.Build();
    }
}
