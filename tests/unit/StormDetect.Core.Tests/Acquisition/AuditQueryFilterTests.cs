using System;
using System.Text;
using Xunit;

namespace StormDetect.Core.Tests.Acquisition;

public sealed class AuditQueryFilterTests
{
    private const string Record =
        """{"CreationTime":"2026-09-01T10:00:00","Operation":"MailItemsAccessed","RecordType":50,"UserId":"Ada@contoso.example","ClientIPAddress":"[2001:db8::7]:443","ClientIP":"192.0.2.1:5001","Folders":[{"Operation":"no"}]}""";

    private static readonly AuditSlice s_slice = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));

    public static TheoryData<AuditLogQuery, bool> Queries => new()
    {
        { Query(), true },
        { Query() with { Operations = ["New-InboxRule", "mailitemsaccessed"] }, true },
        { Query() with { Operations = ["no"] }, false },
        { Query() with { UserIds = ["ada@CONTOSO.example"] }, true },
        { Query() with { UserIds = ["bo@contoso.example"] }, false },
        { Query() with { RecordTypes = ["ExchangeItemAggregated"] }, true },
        { Query() with { RecordTypes = ["50"] }, true },
        { Query() with { RecordTypes = ["ExchangeAdmin"] }, false },
        { Query() with { IpAddresses = ["192.0.2.1"] }, true },
        { Query() with { IpAddresses = ["2001:db8::7"] }, true },
        { Query() with { IpAddresses = ["192.0.2.2"] }, false },
        { Query() with { Operations = ["MailItemsAccessed"], UserIds = ["bo@contoso.example"] }, false },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public void Every_filter_is_applied_to_the_record_itself(AuditLogQuery query, bool matches) =>
        Assert.Equal(matches, new AuditQueryFilter(query, s_slice).Matches(Encoding.UTF8.GetBytes(Record)));

    [Fact]
    public void A_slice_of_one_operation_is_narrower_than_its_query() =>
        Assert.False(new AuditQueryFilter(Query() with { Operations = ["MailItemsAccessed", "Send"] }, s_slice with { Operation = "Send" }).Matches(Encoding.UTF8.GetBytes(Record)));

    [Fact]
    public void A_field_that_is_missing_does_not_match_and_one_that_is_strange_does()
    {
        AuditQueryFilter filter = new(Query() with { IpAddresses = ["192.0.2.1"] }, s_slice);
        Assert.False(filter.Matches("""{"Operation":"Send"}"""u8));
        Assert.True(filter.Matches("""{"Operation":"Send","ClientIP":"<hidden>"}"""u8));
    }

    [Theory]
    [InlineData("Nonsense", null)]
    [InlineData(null, "300.1.1.1")]
    public void A_filter_that_could_let_nothing_through_is_refused(string? type, string? address)
    {
        AuditLogQuery query = Query() with { RecordTypes = type is null ? [] : [type], IpAddresses = address is null ? [] : [address] };
        Assert.Throws<ArgumentException>(() => new AuditQueryFilter(query, s_slice));
    }

    private static AuditLogQuery Query() => new() { Start = s_slice.From, End = s_slice.To };
}
