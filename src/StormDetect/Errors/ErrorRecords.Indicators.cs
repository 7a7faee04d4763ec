using System.IO;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Errors;

/// <summary>Errors about indicators.</summary>
internal static partial class ErrorRecords
{
    public static ErrorRecord IndicatorFileNotUsable(IndicatorProblem problem) =>
        new(
            new InvalidDataException(Strings.Format(Strings.IndicatorFileNotUsable, PlainText.Safe(problem.Source), PlainText.Safe(problem.Message))),
            nameof(Strings.IndicatorFileNotUsable),
            ErrorCategory.InvalidData,
            problem.Source);

    public static ErrorRecord IndicatorsMissing() =>
        new(
            new PSArgumentException(Strings.IndicatorsMissing),
            nameof(Strings.IndicatorsMissing),
            ErrorCategory.InvalidArgument,
            targetObject: null);
}
