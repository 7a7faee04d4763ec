using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Errors;

/// <content>Errors about searches of a live audit log.</content>
internal static partial class ErrorRecords
{
    /// <summary>The id is SearchState and the name of the <see cref="SearchStateProblem"/>.</summary>
    public static ErrorRecord SearchState(SearchStateException failure, string folder) =>
        new(
            failure,
            "SearchState" + failure.Problem,
            failure.Problem switch
            {
                SearchStateProblem.Locked => ErrorCategory.ResourceBusy,
                SearchStateProblem.OtherSearch or SearchStateProblem.FolderNotEmpty => ErrorCategory.InvalidArgument,
                SearchStateProblem.AccessDenied => ErrorCategory.PermissionDenied,
                SearchStateProblem.DiskFull => ErrorCategory.LimitsExceeded,
                SearchStateProblem.InputOutput => ErrorCategory.WriteError,
                _ => ErrorCategory.InvalidData,
            },
            folder);

    /// <summary>A slice that is not complete.</summary>
    public static ErrorRecord SearchSlice(SliceReport slice, string tenant) => In(tenant, slice.State == SliceState.Truncated
            ? new(new InvalidDataException(Strings.Format(Strings.SearchSliceTruncated, slice, slice.Problem)), nameof(Strings.SearchSliceTruncated), ErrorCategory.LimitsExceeded, slice)
            : new(new InvalidDataException(Strings.Format(Strings.SearchSliceFailed, slice, slice.Problem)), nameof(Strings.SearchSliceFailed), ErrorCategory.ReadError, slice));

    /// <summary>A search that ended before its end: the tenant's own error, with what that means for the search.</summary>
    public static ErrorRecord SearchStopped(TenantRequestException failure, SearchReport report, string folder, string tenant)
    {
        ErrorRecord error = Tenant(failure, report.TenantId);
        error.ErrorDetails = new ErrorDetails(folder.Length > 0 ? Strings.Format(Strings.SearchStopped, failure.Message, folder) : Strings.Format(Strings.SearchStoppedForgotten, failure.Message));
        return In(tenant, error);
    }

    public static ErrorRecord SearchReportDamaged(string damage, object report) =>
        new(new InvalidDataException(Strings.Format(Strings.SearchReportDamaged, damage)), nameof(Strings.SearchReportDamaged), ErrorCategory.InvalidData, report);

    public static ErrorRecord SearchNeedsState() =>
        new(new ArgumentException(Strings.SearchNeedsState), nameof(Strings.SearchNeedsState), ErrorCategory.InvalidArgument, "AsFile");

    /// <summary>A window of which nothing has happened yet; the message has the same command for the last week.</summary>
    public static ErrorRecord WindowInFuture(DateTimeOffset start, DateTimeOffset now, string command) =>
        new(
            new ArgumentException(Strings.Format(Strings.WindowInFuture, Utc(start), Utc(now), string.Create(CultureInfo.InvariantCulture, $"{command} -Start {now.AddDays(-7).UtcDateTime:yyyy-MM-dd} -End {now.UtcDateTime:yyyy-MM-dd}"))),
            nameof(Strings.WindowInFuture),
            ErrorCategory.InvalidArgument,
            start);

    /// <summary>A window of which nothing can be asked for, because the way to the log does not reach it or it was excepted.</summary>
    public static ErrorRecord SearchNothingToAsk(SearchPlan plan, string tenant) =>
        In(tenant, new(
            new InvalidOperationException(Strings.Format(Strings.SearchNothingToAsk, plan.Route, string.Join(" ", plan.BlindIntervals.Select(static interval => interval.Text)))),
            nameof(Strings.SearchNothingToAsk),
            ErrorCategory.InvalidArgument,
            plan));

    public static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static ErrorRecord SearchNoSession(string command) =>
        new(new InvalidOperationException(Strings.Format(Strings.SearchNoSession, command)), nameof(Strings.SearchNoSession), ErrorCategory.ConnectionError, command);

    public static ErrorRecord SearchNoRoute() =>
        new(new InvalidOperationException(Strings.SearchNoRoute), nameof(Strings.SearchNoRoute), ErrorCategory.ConnectionError, targetObject: null);
}
