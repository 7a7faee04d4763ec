using System;
using StormDetect.Core;
using StormDetect.FakeTenant;

namespace StormDetect.Soak;

/// <summary>The tenant a soak collects: three working days, with everything going wrong that a collector can get over.</summary>
internal static class SoakTenant
{
    private const int Days = 3;

    /// <summary>All content of the Management Activity API that has records in it.</summary>
    public static readonly string[] Content = ["Audit.Exchange", "Audit.AzureActiveDirectory", "Audit.SharePoint", "Audit.General"];

    private static readonly DateTimeOffset s_start = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What is asked for: all of it.</summary>
    public static AuditLogQuery Query { get; } = new() { Start = s_start, End = s_start.AddDays(Days), Name = "soak" };

    /// <summary>The tenant. Its queries are small enough that slices have to be cut; everything late has arrived, and is still listed.</summary>
    /// <param name="records">How many records.</param>
    public static FakeTenantOptions Options(int records) => new()
    {
        Scenario = new AuditScenarioOptions { Mailboxes = 200, Days = Days, Seed = 7, Start = DateOnly.FromDateTime(s_start.UtcDateTime) },
        Records = records,
        Now = Query.End.AddHours(84),
        MostQueryRecords = records / 8,
        MostQueriesPerDay = 100_000,
        BlobRecords = 500,
        Subscriptions = Content,
    };

    /// <summary>
    /// Every fault but those after which nothing could be complete: what is refused for good, what expired, and a query that finds too little and says that this is all.
    /// </summary>
    /// <param name="faults">Where they are set.</param>
    /// <param name="seed">Other numbers, other occasions.</param>
    public static void Break(FakeTenantFaults faults, int seed)
    {
        faults.Clear();
        faults.Seed = seed;
        faults.RetryAfter = TimeSpan.FromSeconds(1);
        faults.SlowBody = TimeSpan.FromMilliseconds(200);
        foreach (FaultKind kind in new[] { FaultKind.ThrottleSeconds, FaultKind.ThrottleDate, FaultKind.ThrottleBare, FaultKind.MalformedJson })
        {
            _ = faults.Set(kind, 0.01);
        }

        foreach (FaultKind kind in new[] { FaultKind.ServerError, FaultKind.ResetBody, FaultKind.ResetBefore, FaultKind.TruncatedBody, FaultKind.SlowBody, FaultKind.EmptyPage })
        {
            _ = faults.Set(kind, 0.02);
        }

        foreach (FaultKind kind in new[] { FaultKind.QueryFailed, FaultKind.QueryCancelled, FaultKind.QueryStuck, FaultKind.DuplicateRows, FaultKind.DuplicateBlobs, FaultKind.LateRecords, FaultKind.EmptyAgain })
        {
            _ = faults.Set(kind, 0.1);
        }

        // Once: a fresh token that is refused as well is a sign-in that has ended, and ends the search.
        _ = faults.Next(FaultKind.TokenExpired);
        _ = faults.Set(FaultKind.CountsDiffer, 0.3).Set(FaultKind.EmptyFirst, 0.05).Set(FaultKind.OutOfOrderBlobs, 1).Next(FaultKind.ClaimsChallenge).Next(FaultKind.ForeignNextLink);
    }
}
