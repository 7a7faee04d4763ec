using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Errors;

/// <content>Errors about the logging configuration.</content>
internal static partial class ErrorRecords
{
    /// <summary>The id is ConfigSnapshot and the name of the <see cref="ConfigSnapshotProblem"/>.</summary>
    public static ErrorRecord ConfigSnapshot(string path, ConfigSnapshotException failure) =>
        new(
            failure,
            "ConfigSnapshot" + failure.Problem,
            failure.Problem switch
            {
                ConfigSnapshotProblem.NotFound => ErrorCategory.ObjectNotFound,
                ConfigSnapshotProblem.AlreadyExists => ErrorCategory.ResourceExists,
                ConfigSnapshotProblem.AccessDenied => ErrorCategory.PermissionDenied,
                ConfigSnapshotProblem.InputOutput => ErrorCategory.ReadError,
                ConfigSnapshotProblem.TooLarge or ConfigSnapshotProblem.DiskFull => ErrorCategory.LimitsExceeded,
                _ => ErrorCategory.InvalidData,
            },
            path);

    public static ErrorRecord ConfigObjectNotSupported(string typeName) =>
        new(
            new ArgumentException(Strings.Format(Strings.ConfigObjectNotSupported, typeName)),
            nameof(Strings.ConfigObjectNotSupported),
            ErrorCategory.InvalidData,
            typeName);

    public static ErrorRecord CheckUnknown(string id) =>
        new(
            new ArgumentException(Strings.Format(Strings.CheckUnknown, id)),
            nameof(Strings.CheckUnknown),
            ErrorCategory.InvalidArgument,
            id);

    public static ErrorRecord RetentionProfileUnknown(string name, IEnumerable<string> known) =>
        new(
            new ArgumentException(Strings.Format(Strings.RetentionProfileUnknown, name, string.Join(", ", known))),
            nameof(Strings.RetentionProfileUnknown),
            ErrorCategory.InvalidArgument,
            name);

    public static ErrorRecord CanaryIncomplete() =>
        new(
            new ArgumentException(Strings.CanaryIncomplete),
            nameof(Strings.CanaryIncomplete),
            ErrorCategory.InvalidArgument,
            "CanaryMailbox");

    public static ErrorRecord ReportNotSupported(string path, IEnumerable<string> known) =>
        new(
            new ArgumentException(Strings.Format(Strings.ReportNotSupported, path, string.Join(", ", known))),
            nameof(Strings.ReportNotSupported),
            ErrorCategory.InvalidArgument,
            path);

    public static ErrorRecord ReportWriteFailed(string path, Exception cause) =>
        new(
            new IOException(Strings.Format(Strings.ReportWriteFailed, path, cause.Message), cause),
            nameof(Strings.ReportWriteFailed),
            cause is UnauthorizedAccessException ? ErrorCategory.PermissionDenied : ErrorCategory.WriteError,
            path);

    public static ErrorRecord TenantsDiffer(string path, string tenant, string other) =>
        new(
            new ArgumentException(Strings.Format(Strings.TenantsDiffer, path, tenant, other)),
            nameof(Strings.TenantsDiffer),
            ErrorCategory.InvalidData,
            path);

    public static ErrorRecord ConnectionForeign(TenantConnection connection, string tenantId) =>
        new(
            new InvalidOperationException(Strings.Format(Strings.ConnectionForeign, connection.Name, connection.TenantId, PlainText.Safe(tenantId))),
            nameof(Strings.ConnectionForeign),
            ErrorCategory.InvalidArgument,
            connection.Name);
}
