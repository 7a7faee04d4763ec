using System.Linq;
using System.Threading;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>
/// Looks for published and shared indicators in every record. Also lists the tokens that Outlook on the web's own call issued (records of type OWAAuth): the call Storm-0558 abused
/// is one more indicator of theirs, ordinary by itself.
/// </summary>
internal sealed class ThreatIndicatorHunt : IHunt
{
    public const string HuntName = "ThreatIndicator";
    private readonly IndicatorIndex _index;
    private readonly IndicatorCollector _collector;

    public ThreatIndicatorHunt(MailHuntOptions options)
    {
        _index = new IndicatorIndex(options.BuiltInIndicators ? options.Indicators.Concat(IndicatorReader.BuiltIn) : options.Indicators);
        _collector = new IndicatorCollector(_index);
    }

    public string Name => HuntName;

    public IAuditCollector Collector => _collector;

    public bool MayBlind => false;

    public HuntOutcome Judge(HuntContext context, CancellationToken cancellationToken)
    {
        IndicatorFindingWriter writer = new(context);
        Finding[] findings = [.. IndicatorStories.Form(_collector.Rows, _index, new AnomalyTies(context.Earlier)).Select(writer.Write)];
        cancellationToken.ThrowIfCancellationRequested();
        return new HuntOutcome(findings, []);
    }
}
