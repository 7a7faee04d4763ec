using System;
using System.Linq;
using StormDetect.Core.Acquisition;
using Xunit;

namespace StormDetect.Core.Tests.Acquisition;

public sealed class SearchReportTests
{
    private static readonly DateTimeOffset s_start = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, 1, "1 of 1 slices complete. 5 rows received,", "1 query submitted;")]
    [InlineData(5L, 2, "1 of 1 slices complete. 5 records announced, 5 rows received,", "2 queries submitted;")]
    public void What_the_service_does_not_announce_is_not_called_none(long? announced, int queries, string slices, string submissions)
    {
        SearchReport report = new()
        {
            Route = AuditLogRouteKind.GraphQuery,
            TenantId = "t",
            Query = new AuditLogQuery { Start = s_start, End = s_start.AddDays(1) },
            AsOf = s_start.AddDays(3),
            Slices = [new SliceReport { From = s_start, To = s_start.AddDays(1), State = SliceState.Complete, Announced = announced, Received = 5, Kept = 5 }],
            BlindIntervals = [],
            SubmissionsUsed = queries,
            SubmissionsPerDay = 200,
        };
        Assert.StartsWith(slices, report.Lines[1], StringComparison.Ordinal);
        Assert.Contains(report.Lines, line => line.StartsWith(submissions, StringComparison.Ordinal));
    }
}
