using System;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Errors;

/// <content>Errors about archives.</content>
internal static partial class ErrorRecords
{
    /// <summary>The id is the name of the <see cref="ArchiveProblem"/>.</summary>
    public static ErrorRecord Archive(ArchiveException failure) =>
        new(
            failure,
            failure.Problem.ToString(),
            failure.Problem switch
            {
                ArchiveProblem.ArchiveLocked => ErrorCategory.ResourceBusy,
                ArchiveProblem.ArchiveAccessDenied => ErrorCategory.PermissionDenied,
                ArchiveProblem.ArchiveDiskFull => ErrorCategory.LimitsExceeded,
                ArchiveProblem.ArchiveInputOutput => ErrorCategory.WriteError,
                _ => ErrorCategory.InvalidData,
            },
            failure.Path);

    public static ErrorRecord RecordsNotWhole(long count) =>
        new(new ArgumentException(Strings.Format(Strings.RecordsNotWhole, count)), nameof(Strings.RecordsNotWhole), ErrorCategory.InvalidData, targetObject: null);

    public static ErrorRecord RecordsOfOtherTenant(long count, Guid tenant) =>
        new(new ArgumentException(Strings.Format(Strings.RecordsOfOtherTenant, count, tenant)), nameof(Strings.RecordsOfOtherTenant), ErrorCategory.InvalidData, tenant);

    public static ErrorRecord CoveredWindowIncomplete() =>
        new(new PSArgumentException(Strings.CoveredWindowIncomplete), nameof(Strings.CoveredWindowIncomplete), ErrorCategory.InvalidArgument, targetObject: null);

    public static ErrorRecord ArchiveNeedsStart(string path) =>
        new(new PSArgumentException(Strings.Format(Strings.ArchiveNeedsStart, path)), nameof(Strings.ArchiveNeedsStart), ErrorCategory.InvalidArgument, path);

    public static ErrorRecord AcceptLossNeedsReason() =>
        new(new PSArgumentException(Strings.AcceptLossNeedsReason), nameof(Strings.AcceptLossNeedsReason), ErrorCategory.InvalidArgument, targetObject: null);

    public static ErrorRecord ArchiveNeedsTenant() =>
        new(new PSArgumentException(Strings.ArchiveNeedsTenant), nameof(Strings.ArchiveNeedsTenant), ErrorCategory.InvalidArgument, targetObject: null);
}
