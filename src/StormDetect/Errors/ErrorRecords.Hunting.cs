using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace StormDetect.Errors;

internal static partial class ErrorRecords
{
    public static ErrorRecord HuntUnknown(string name, IReadOnlyList<string> names) =>
        new(
            new ArgumentException(Strings.Format(Strings.HuntUnknown, name, string.Join(", ", names))),
            nameof(Strings.HuntUnknown),
            ErrorCategory.InvalidArgument,
            name);

    public static ErrorRecord LiveSourceUnused(string parameter, string hunt) =>
        new(
            new ArgumentException(Strings.Format(Strings.LiveSourceUnused, parameter, hunt)),
            nameof(Strings.LiveSourceUnused),
            ErrorCategory.InvalidArgument,
            parameter);

    public static ErrorRecord CoverageNotSupported(string typeName) =>
        new(
            new ArgumentException(Strings.Format(Strings.CoverageNotSupported, typeName)),
            nameof(Strings.CoverageNotSupported),
            ErrorCategory.InvalidArgument,
            typeName);
}
