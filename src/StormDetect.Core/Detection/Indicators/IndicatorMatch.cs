using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>Records that carry published or shared signs of an intruder: which indicators of which source, in whose records, and whether they still held at that time.</summary>
public sealed class IndicatorMatch : Finding
{
    private readonly string _source = string.Empty;

    /// <summary>The report, event or campaign the indicators belong to.</summary>
    public required string Source
    {
        get => _source;
        init => _source = PlainText.Cell(value);
    }

    /// <summary>The indicators that matched, as their source writes them; the first 100.</summary>
    public required IReadOnlyList<string> Indicators { get; init; }

    /// <summary>Their ids in their source; the first 100.</summary>
    public required IReadOnlyList<string> IndicatorIds { get; init; }

    /// <summary>What they name: Address, UserAgent, Application ...</summary>
    public required IReadOnlyList<IndicatorType> IndicatorTypes { get; init; }

    /// <summary>Whether the records lie in the time for which the indicators hold. Those that do not are Informational.</summary>
    public required bool IsInValidity { get; init; }

    /// <summary>The operations of the records.</summary>
    public required IReadOnlyList<string> Operations { get; init; }

    /// <summary>Applications the records name (AppId and ClientAppId), in lower case.</summary>
    public required IReadOnlyList<string> AppIds { get; init; }

    /// <summary>The addresses that matched or, where something else did, the networks.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary><see cref="Indicators"/> as one line, for <c>Export-Csv</c>.</summary>
    public string IndicatorsText => PlainText.Line(Indicators);

    /// <summary><see cref="IndicatorIds"/> as one line, for <c>Export-Csv</c>.</summary>
    public string IndicatorIdsText => PlainText.Line(IndicatorIds);

    /// <summary><see cref="Operations"/> as one line, for <c>Export-Csv</c>.</summary>
    public string OperationsText => PlainText.Line(Operations);

    /// <summary><see cref="AppIds"/> as one line, for <c>Export-Csv</c>.</summary>
    public string AppIdsText => PlainText.Line(AppIds);

    /// <summary><see cref="Addresses"/> as one line, for <c>Export-Csv</c>.</summary>
    public string AddressesText => PlainText.Line(Addresses);

    internal override IEnumerable<string> Applications => AppIds;
}
