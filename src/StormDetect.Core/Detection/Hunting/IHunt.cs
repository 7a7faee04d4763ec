using System.Threading;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection;

/// <summary>One question asked of the log: what it counts in the one pass over it, and what it makes of that.</summary>
internal interface IHunt
{
    /// <summary>Its name for <c>-Hunt</c> and <c>--hunt</c>, in one word.</summary>
    string Name { get; }

    /// <summary>Whether it may raise findings of hunts before it: then they give it those below the severity asked for as well.</summary>
    bool RaisesOthers => false;

    /// <summary>Its share of the pass; complete when <see cref="Judge"/> is called.</summary>
    IAuditCollector Collector { get; }

    /// <summary>Whether what it finds can mean that nothing could be seen for a time (auditing switched off, somebody exempted): a timeline asks only such hunts.</summary>
    bool MayBlind => true;

    /// <summary>Judges what was counted.</summary>
    /// <param name="context">What is known of the log, and what the hunts before this one found.</param>
    /// <param name="cancellationToken">Stops the judging.</param>
    HuntOutcome Judge(HuntContext context, CancellationToken cancellationToken);
}
