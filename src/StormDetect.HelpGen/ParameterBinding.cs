namespace StormDetect.HelpGen;

/// <summary>One <c>[Parameter]</c> attribute.</summary>
/// <param name="Set">Parameter set.</param>
/// <param name="Mandatory">Whether it must be given.</param>
/// <param name="Position">Position, or null when it binds by name only.</param>
/// <param name="ByValue">Bound from the object in the pipeline.</param>
/// <param name="ByPropertyName">Bound from a property of the object in the pipeline.</param>
/// <param name="Remaining">Takes the remaining arguments.</param>
/// <param name="Hidden">Not shown in help (<c>DontShow</c>).</param>
internal sealed record ParameterBinding(string Set, bool Mandatory, int? Position, bool ByValue, bool ByPropertyName, bool Remaining, bool Hidden)
{
    /// <summary>The words of Get-Help.</summary>
    public string PipelineText => (ByValue, ByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    /// <summary>The words of Get-Help.</summary>
    public string PositionText => Position?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "named";
}
