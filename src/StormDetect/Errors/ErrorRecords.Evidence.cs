using System;
using System.Management.Automation;

namespace StormDetect.Errors;

/// <summary>Errors about timelines.</summary>
internal static partial class ErrorRecords
{
    public static ErrorRecord TimelineNoPivot() =>
        new(new PSArgumentException(Strings.TimelineNoPivot), nameof(Strings.TimelineNoPivot), ErrorCategory.InvalidArgument, targetObject: null);

    public static ErrorRecord TimelineWindowBoth() =>
        new(new PSArgumentException(Strings.TimelineWindowBoth), nameof(Strings.TimelineWindowBoth), ErrorCategory.InvalidArgument, targetObject: null);

    public static ErrorRecord TimelinePivotInvalid(string value, string noun) =>
        new(
            new ArgumentException(Strings.Format(Strings.TimelinePivotInvalid, value, noun)), nameof(Strings.TimelinePivotInvalid), ErrorCategory.InvalidArgument, value);

    public static ErrorRecord TimelineFinding(string typeName) =>
        new(new ArgumentException(Strings.Format(Strings.TimelineFinding, typeName)), nameof(Strings.TimelineFinding), ErrorCategory.InvalidData, typeName);

    public static ErrorRecord SubjectsNeedMessages() =>
        new(new ArgumentException(Strings.SubjectsNeedMessages), nameof(Strings.SubjectsNeedMessages), ErrorCategory.InvalidArgument, targetObject: null);
}
