using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Binding;

/// <summary>
/// Makes a <see cref="SearchReport"/> again of what Export-Clixml or a remote session left of one. All of it or nothing: of a part nobody could say what the search did not see.
/// </summary>
internal static class DeserializedSearchReport
{
    /// <summary>Reads the report.</summary>
    /// <param name="input">A Deserialized.StormDetect.Core.SearchReport.</param>
    /// <returns>The report.</returns>
    /// <exception cref="InvalidDataException">Something of it is missing, or does not agree with the rest.</exception>
    public static SearchReport Read(PSObject input)
    {
        string tenantId = Text(input, nameof(SearchReport.TenantId));
        SearchReport report = new()
        {
            Route = Name<AuditLogRouteKind>(input, nameof(SearchReport.Route)),
            TenantId = tenantId,
            Query = Query(Object(input, nameof(SearchReport.Query))),
            AsOf = Time(input, nameof(SearchReport.AsOf)),
            Slices = [.. Objects(input, nameof(SearchReport.Slices)).Select(Slice)],
            BlindIntervals = [.. Objects(input, nameof(SearchReport.BlindIntervals)).Select(Interval)],
            SubmissionsUsed = (int)Number(input, nameof(SearchReport.SubmissionsUsed)),
            SubmissionsPerDay = (int?)Count(input, nameof(SearchReport.SubmissionsPerDay)),
            Extent = Text(input, nameof(SearchReport.Extent)),
            Problem = Text(input, nameof(SearchReport.Problem)),
        };

        // A list that lost members on the way looks like a shorter one.
        bool agrees = report.Kept == Number(input, nameof(SearchReport.Kept)) && report.Received == Number(input, nameof(SearchReport.Received))
            && LooseProperties.Get(input, nameof(SearchReport.IsComplete)) is bool isComplete && report.IsComplete == isComplete
            && Texts(input, nameof(SearchReport.Lines)).SequenceEqual(report.Lines);
        return agrees ? report : throw new InvalidDataException("its numbers do not agree with its slices");
    }

    private static AuditLogQuery Query(PSObject query) => new()
    {
        Start = Time(query, nameof(AuditLogQuery.Start)),
        End = Time(query, nameof(AuditLogQuery.End)),
        Operations = Texts(query, nameof(AuditLogQuery.Operations)),
        RecordTypes = Texts(query, nameof(AuditLogQuery.RecordTypes)),
        UserIds = Texts(query, nameof(AuditLogQuery.UserIds)),
        IpAddresses = Texts(query, nameof(AuditLogQuery.IpAddresses)),
        Name = Text(query, nameof(AuditLogQuery.Name)),
    };

    private static SliceReport Slice(PSObject slice) => new()
    {
        From = Time(slice, nameof(SliceReport.From)),
        To = Time(slice, nameof(SliceReport.To)),
        Operation = Text(slice, nameof(SliceReport.Operation)),
        Content = Text(slice, nameof(SliceReport.Content)),
        State = Name<SliceState>(slice, nameof(SliceReport.State)),
        Attempts = (int)Number(slice, nameof(SliceReport.Attempts)),
        Announced = Count(slice, nameof(SliceReport.Announced)),
        Recounted = Count(slice, nameof(SliceReport.Recounted)),
        Received = Number(slice, nameof(SliceReport.Received)),
        Duplicates = Number(slice, nameof(SliceReport.Duplicates)),
        OutsideWindow = Number(slice, nameof(SliceReport.OutsideWindow)),
        Unreadable = Number(slice, nameof(SliceReport.Unreadable)),
        ConflictingIds = Number(slice, nameof(SliceReport.ConflictingIds)),
        Kept = Number(slice, nameof(SliceReport.Kept)),
        Quiet = Texts(slice, nameof(SliceReport.Quiet)),
        Flags = Texts(slice, nameof(SliceReport.Flags)),
        Problem = Text(slice, nameof(SliceReport.Problem)),
        FileName = Text(slice, nameof(SliceReport.FileName)),
    };

    private static BlindInterval Interval(PSObject interval) => new(
        Text(interval, nameof(BlindInterval.TenantId)),
        Name<BlindScope>(interval, nameof(BlindInterval.Scope)),
        Text(interval, nameof(BlindInterval.Subject)),
        Time(interval, nameof(BlindInterval.From)),
        Time(interval, nameof(BlindInterval.To)),
        Name<BlindCause>(interval, nameof(BlindInterval.Cause)),
        Name<Certainty>(interval, nameof(BlindInterval.Certainty)),
        Text(interval, nameof(BlindInterval.Text)));

    private static string Text(PSObject input, string name) => LooseProperties.GetString(input, name) ?? throw Missing(name);

    private static DateTimeOffset Time(PSObject input, string name) => UtcTime.TryRead(LooseProperties.Get(input, name), out DateTimeOffset time) ? time : throw Missing(name);

    private static long Number(PSObject input, string name) => Count(input, name) ?? throw Missing(name);

    private static long? Count(PSObject input, string name) => LooseProperties.Get(input, name) switch
    {
        int number => number,
        long number => number,
        null => null,
        _ => throw Missing(name),
    };

    // CLIXML keeps an enum as its number with the name as text; PowerShell gives the number.
    private static T Name<T>(PSObject input, string name)
        where T : struct, Enum => LanguagePrimitives.TryConvertTo(LooseProperties.Get(input, name), out T value) && Enum.IsDefined(value) ? value : throw Missing(name);

    private static PSObject Object(PSObject input, string name) => LooseProperties.Get(input, name) is PSObject value ? value : throw Missing(name);

    private static IEnumerable<PSObject> Objects(PSObject input, string name) =>
        List(input, name).Select(item => item is PSObject { BaseObject: PSCustomObject } value ? value : throw Missing(name));

    private static string[] Texts(PSObject input, string name) => [.. List(input, name).Select(item => (item is PSObject wrapped ? wrapped.BaseObject : item) as string ?? throw Missing(name))];

    private static IEnumerable<object?> List(PSObject input, string name) =>
        LooseProperties.Get(input, name) is IEnumerable list and not string ? list.Cast<object?>() : throw Missing(name);

    private static InvalidDataException Missing(string name) => new($"{name} is missing or cut off");
}
