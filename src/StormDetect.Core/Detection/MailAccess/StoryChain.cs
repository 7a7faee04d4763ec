using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Stories of several groups of activities that are one: what was read, then deleted, by the same session or from the same network. Mostly it is a single part.</summary>
internal sealed class StoryChain(StoryPart lead)
{
    /// <summary>So many items nobody deletes out of Recoverable Items by mistake.</summary>
    private const int ManyPurged = 10;

    /// <summary>What that lends to the story.</summary>
    private const double PurgeBits = 4;

    private readonly List<StoryPart> _others = [];

    /// <summary>The part that tells the finding: of mail access if there is one.</summary>
    public StoryPart Lead => lead;

    /// <summary>The other parts, in order of time.</summary>
    public IReadOnlyList<StoryPart> Others => _others;

    public IEnumerable<StoryPart> Parts => _others.Prepend(lead);

    public Severity Severity { get; private set; } = lead.Story.Severity;

    /// <summary>The part that makes it more than the lead is, and the bits it lends; null where none does.</summary>
    public StoryPart? Lender { get; private set; }

    public double Lent { get; private set; }

    /// <summary>Its lead's id; that of a part somebody was told of before, where nobody was told of the lead.</summary>
    public string Id => lead.IsReported ? lead.Story.Id : Parts.OrderBy(static part => part.First).FirstOrDefault(static part => part.IsReported)?.Story.Id ?? lead.Story.Id;

    public void Add(StoryPart part)
    {
        _others.Add(part);
        _others.Sort(static (a, b) => a.First != b.First ? a.First.CompareTo(b.First) : string.CompareOrdinal(a.Story.Id, b.Story.Id));
    }

    /// <summary>Judges the parts together; to be called once all are in.</summary>
    public void Judge(IReadOnlyCollection<ActivityGroup> judged)
    {
        foreach (StoryPart part in _others)
        {
            Severity = part.Story.Severity > Severity ? part.Story.Severity : Severity;
        }

        double own = Parts.Max(static part => SeverityPolicy.Margin(part.Story.Top));
        foreach (StoryPart part in _others)
        {
            foreach ((ChainDay one, ChainDay other) in ChainMeetings.Of(lead, part))
            {
                Judge(one, other, part, judged, own);
                Judge(other, one, part, judged, own);
            }
        }

        CoveredUp();
    }

    /// <summary>
    /// Whoever reads from where the mailbox is never read and then empties Recoverable Items by hand takes away what would bring deleted mail back. That is no question of how much is usual: Exchange
    /// empties it by itself, as a service, and its owner hardly ever does.
    /// </summary>
    private void CoveredUp()
    {
        if (lead.Group != ActivityGroup.Access || lead.Story.Severity < Severity.Low || !lead.IsFromElsewhere || Severity >= Severity.Medium)
        {
            return;
        }

        StoryPart? purge = _others.Find(static part => part.Group == ActivityGroup.Delete && part.PurgedItems >= ManyPurged && part.IsFromElsewhere && part.Path.Logon is (LogonKind.Owner or LogonKind.Delegate));
        if (purge is not null && purge.First >= lead.First)
        {
            Severity = Severity.Medium;
            Lender = purge;
            Lent = Math.Max(Lent, PurgeBits);
        }
    }

    private void Judge(in ChainDay teller, in ChainDay lender, StoryPart other, IReadOnlyCollection<ActivityGroup> judged, double own)
    {
        if (!teller.IsFromElsewhere && !lender.IsFromElsewhere && !(teller.IsByNewWay && lender.IsByNewWay))
        {
            return;
        }

        double margin = ChainScore.Margin(teller, lender, judged);
        double high = SeverityPolicy.High(teller.Day);
        Severity together = margin < 0 ? Severity.Informational : margin >= high ? Severity.High : Severity.Medium;
        if (together > Severity || (together == Severity && margin - own > Lent && together >= Severity.Medium))
        {
            Severity = together;
            Lender = other;
            Lent = Math.Round(Math.Clamp(margin - own, 0, ScoreCaps.Companion), 2);
        }
    }
}
