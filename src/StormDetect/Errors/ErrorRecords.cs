using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Errors;

/// <summary>Makes every error record of the module: the id is a resource name or an <see cref="InputProblemKind"/>, the target is the input.</summary>
internal static partial class ErrorRecords
{
    public static ErrorRecord PathNotFound(string path, bool isLiteral, Exception? cause)
    {
        string text = !isLiteral && WildcardPattern.ContainsWildcardCharacters(path) ? Strings.PathPatternNotFound : Strings.PathNotFound;
        return new ErrorRecord(
            new FileNotFoundException(Strings.Format(text, path), path, cause), nameof(Strings.PathNotFound), ErrorCategory.ObjectNotFound, path);
    }

    public static ErrorRecord PathNotInFileSystem(string path, string provider) =>
        new(
            new NotSupportedException(Strings.Format(Strings.PathNotInFileSystem, path, provider)),
            nameof(Strings.PathNotInFileSystem),
            ErrorCategory.InvalidArgument,
            path);

    public static ErrorRecord PathInvalid(string path, Exception cause) =>
        new(
            new ArgumentException(Strings.Format(Strings.PathInvalid, path, cause.Message), cause),
            nameof(Strings.PathInvalid),
            ErrorCategory.InvalidArgument,
            path);

    public static ErrorRecord InputProblem(InputProblem problem)
    {
        string message = Strings.Format(Strings.InputProblem, problem.Path, problem.Message);
        (Exception exception, ErrorCategory category) = problem.Kind switch
        {
            InputProblemKind.PathNotFound => (new FileNotFoundException(message, problem.Path), ErrorCategory.ObjectNotFound),
            InputProblemKind.NoAuditLogFound => (new FileNotFoundException(message, problem.Path), ErrorCategory.ObjectNotFound),
            InputProblemKind.AccessDenied => (new UnauthorizedAccessException(message), ErrorCategory.PermissionDenied),
            InputProblemKind.ReadFailed => (new IOException(message), ErrorCategory.ReadError),
            InputProblemKind.ArchiveTooLarge => (new InvalidDataException(message), ErrorCategory.LimitsExceeded),
            _ => ((Exception)new InvalidDataException(message), ErrorCategory.InvalidData),
        };
        return new ErrorRecord(exception, problem.Kind.ToString(), category, problem.Path);
    }

    /// <summary>The id is Baseline and the name of the <see cref="BaselineProblem"/>.</summary>
    public static ErrorRecord Baseline(string path, BaselineException failure) =>
        new(
            failure,
            "Baseline" + failure.Problem,
            failure.Problem switch
            {
                BaselineProblem.NotFound => ErrorCategory.ObjectNotFound,
                BaselineProblem.AlreadyExists => ErrorCategory.ResourceExists,
                BaselineProblem.AccessDenied => ErrorCategory.PermissionDenied,
                BaselineProblem.Locked => ErrorCategory.ResourceBusy,
                BaselineProblem.DiskFull => ErrorCategory.LimitsExceeded,
                BaselineProblem.InputOutput => ErrorCategory.WriteError,
                BaselineProblem.IsFolder or BaselineProblem.InvalidApproval => ErrorCategory.InvalidArgument,
                _ => ErrorCategory.InvalidData,
            },
            path);

    public static ErrorRecord BaselineMissing(string parameter) =>
        new(
            new ArgumentException(Strings.Format(Strings.BaselineMissing, parameter)),
            nameof(Strings.BaselineMissing),
            ErrorCategory.InvalidArgument,
            parameter);

    public static ErrorRecord BaselineTwice() =>
        new(
            new ArgumentException(Strings.BaselineTwice),
            nameof(Strings.BaselineTwice),
            ErrorCategory.InvalidArgument,
            "BaselineStart");

    public static ErrorRecord ApprovalUnknown(string id) =>
        new(
            new ArgumentException(Strings.Format(Strings.ApprovalUnknown, id)),
            nameof(Strings.ApprovalUnknown),
            ErrorCategory.ObjectNotFound,
            id);

    public static ErrorRecord FindingNotSupported(string typeName) =>
        new(
            new ArgumentException(Strings.Format(Strings.FindingNotSupported, typeName)),
            nameof(Strings.FindingNotSupported),
            ErrorCategory.InvalidData,
            typeName);

    public static ErrorRecord InputObjectNotSupported(string typeName) =>
        new(
            new ArgumentException(Strings.Format(Strings.InputObjectNotSupported, typeName)),
            nameof(Strings.InputObjectNotSupported),
            ErrorCategory.InvalidData,
            typeName);

    public static ErrorRecord FindingNeedsPath(string findingId) =>
        new(
            new ArgumentException(Strings.Format(Strings.FindingNeedsPath, findingId)),
            nameof(Strings.FindingNeedsPath),
            ErrorCategory.InvalidArgument,
            findingId);

    public static ErrorRecord FindingHasNoRecordIds(string typeName) =>
        new(
            new ArgumentException(Strings.Format(Strings.FindingHasNoRecordIds, typeName)),
            nameof(Strings.FindingHasNoRecordIds),
            ErrorCategory.InvalidData,
            typeName);

    public static ErrorRecord WindowEmpty(DateTimeOffset start, DateTimeOffset end) =>
        new(
            new ArgumentException(Strings.Format(Strings.WindowEmpty, start, end)),
            nameof(Strings.WindowEmpty),
            ErrorCategory.InvalidArgument,
            start);

    public static ErrorRecord BaselineWindowEmpty(DateTimeOffset start, DateTimeOffset end) =>
        new(
            new ArgumentException(Strings.Format(Strings.BaselineWindowEmpty, start, end)),
            nameof(Strings.BaselineWindowEmpty),
            ErrorCategory.InvalidArgument,
            start);

    public static ErrorRecord AttackUnknown(string name, IEnumerable<string> known) =>
        new(
            new ArgumentException(Strings.Format(Strings.AttackUnknown, name, string.Join(", ", known))),
            nameof(Strings.AttackUnknown),
            ErrorCategory.InvalidArgument,
            name);

    public static ErrorRecord ScenarioFolderNotEmpty(string path) =>
        new(
            new IOException(Strings.Format(Strings.ScenarioFolderNotEmpty, path)),
            nameof(Strings.ScenarioFolderNotEmpty),
            ErrorCategory.ResourceExists,
            path);

    public static ErrorRecord ScenarioNotPossible(string path, ArgumentException cause) =>
        new(
            new ArgumentException(Strings.Format(Strings.ScenarioNotPossible, cause.Message), cause),
            nameof(Strings.ScenarioNotPossible),
            ErrorCategory.InvalidArgument,
            path);

    public static ErrorRecord ScenarioWriteFailed(string path, Exception cause) =>
        new(
            new IOException(Strings.Format(Strings.ScenarioWriteFailed, path, cause.Message), cause),
            nameof(Strings.ScenarioWriteFailed),
            cause is UnauthorizedAccessException ? ErrorCategory.PermissionDenied : ErrorCategory.WriteError,
            path);
}
