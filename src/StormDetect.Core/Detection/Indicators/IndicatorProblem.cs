namespace StormDetect.Core;

/// <summary>Something of a file of indicators that does not count.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Source">The file.</param>
/// <param name="IndicatorId">The indicator's id; empty where the whole file or several indicators are meant.</param>
/// <param name="Message">What is wrong, in words.</param>
public sealed record IndicatorProblem(IndicatorProblemKind Kind, string Source, string IndicatorId, string Message)
{
    /// <summary>The problem in one line.</summary>
    /// <returns>File, indicator and message, unable to steer a terminal.</returns>
    public override string ToString() => PlainText.Safe(IndicatorId.Length == 0 ? $"{Source}: {Message}" : $"{Source}, {IndicatorId}: {Message}");
}
