using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>Collects what one file of indicators says.</summary>
internal sealed class IndicatorSink(string file)
{
    private readonly List<ThreatIndicator> _indicators = [];
    private readonly List<IndicatorProblem> _problems = [];
    private readonly Dictionary<string, int> _unusable = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The file's name, for indicators that do not say what they belong to.</summary>
    public string FileName { get; } = Path.GetFileName(file);

    public int Count => _indicators.Count;

    public void Add(ThreatIndicator indicator) => _indicators.Add(indicator);

    public void FileNotUsable(string why)
    {
        _indicators.Clear();
        _problems.Add(new IndicatorProblem(IndicatorProblemKind.FileNotUsable, file, string.Empty, why));
    }

    public void NotUnderstood(string id, string why) => _problems.Add(new IndicatorProblem(IndicatorProblemKind.NotUnderstood, file, id, why));

    /// <summary>Notes an indicator of a kind that audit logs do not carry.</summary>
    public void NotInAuditLogs(string kind) => _unusable[kind] = _unusable.GetValueOrDefault(kind) + 1;

    public IndicatorReadResult Finish()
    {
        if (_unusable.Count > 0)
        {
            string kinds = string.Join(", ", _unusable.OrderByDescending(static kind => kind.Value).ThenBy(static kind => kind.Key, StringComparer.Ordinal).Take(8)
                .Select(static kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Value} {kind.Key}")));
            _problems.Add(new IndicatorProblem(
                IndicatorProblemKind.NotInAuditLogs, file, string.Empty,
                string.Create(CultureInfo.InvariantCulture, $"{_unusable.Values.Sum()} indicators are of kinds that no audit log carries and are left out ({kinds})")));
        }

        return new IndicatorReadResult(_indicators, _problems);
    }
}
