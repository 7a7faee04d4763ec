using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Baselines;

/// <summary>
/// What a baseline keeps of one tenant and group of activities. The tables are kept as bytes until a run needs them: a run over one tenant of a file costs nothing for the others, and passes them on as
/// they are.
/// </summary>
internal sealed class TenantBaseline
{
    public string TenantId = string.Empty;

    /// <summary>What was learned here; approvals are with mail access, whatever they cover.</summary>
    public ActivityGroup Group;

    /// <summary>The first day counted, and the first one that is still open (<see cref="System.DateOnly.DayNumber"/>; 0 while there is none).</summary>
    public int FirstDay, ClosedThrough;

    /// <summary>The latest record (<see cref="Facts.FactTime"/>).</summary>
    public int Latest = int.MinValue;

    public int LearnedDays, OpenDays, Mailboxes, OpenStories;

    /// <summary>The format of the tables: a run that does not need them passes them on as they are, whatever the file's own format becomes.</summary>
    public int Layout = BaselineEnvelope.Version;

    public byte[] Identities = [], Learned = [], Open = [], Records = [], Stories = [];

    public ReportedStory[] Reported = [];

    public StoryPin[] Pins = [];

    public MailAccessApproval[] Approvals = [];

    public void Transfer(BaselineStream s)
    {
        s.Text(ref TenantId);
        s.Int(ref FirstDay, 0, OpenFactsCodec.LastPossibleDay);
        s.Int(ref ClosedThrough, 0, OpenFactsCodec.LastPossibleDay);
        s.Int(ref Latest);
        s.Int(ref LearnedDays, 0);
        s.Int(ref OpenDays, 0);
        s.Int(ref Mailboxes, 0);
        s.Int(ref OpenStories, 0);
        Layout = s.IsReading ? s.Version : Layout;
        if (s.Version >= 4)
        {
            s.Int(ref Layout, 1, s.Version);
        }

        s.Bytes(ref Identities);
        s.Bytes(ref Learned);
        s.Bytes(ref Open);
        s.Bytes(ref Records);
        s.Bytes(ref Stories);
        Reported = s.Rows(Reported, 4);
        for (int i = 0; i < Reported.Length; i++)
        {
            (Reported[i] ??= new ReportedStory()).Transfer(s);
        }

        Pins = s.Rows(Pins, 5);
        s.Ints(Pins, static (ref StoryPin pin) => ref pin.Path, 0);
        s.Ints(Pins, static (ref StoryPin pin) => ref pin.Network, 0);
        s.Ints(Pins, static (ref StoryPin pin) => ref pin.Mailbox, 0);
        s.Steps(Pins, static (ref StoryPin pin) => ref pin.Day, 0, OpenFactsCodec.LastPossibleDay);
        s.Ints(Pins, static (ref StoryPin pin) => ref pin.Story, 0, Reported.Length - 1);
        Approvals = s.Rows(Approvals, 10);
        for (int i = 0; i < Approvals.Length; i++)
        {
            Approvals[i] = ApprovalCodec.Transfer(s, Approvals[i]);
        }
    }

    /// <summary>The stories of the run that made this; not kept.</summary>
    public IReadOnlyDictionary<string, JudgedStory> Judged { get; set; } = new Dictionary<string, JudgedStory>();

    /// <summary>Ties the accesses of open days to the reported stories they belong to.</summary>
    public void Pin()
    {
        List<StoryPin> pins = [];
        for (int i = 0; i < Reported.Length; i++)
        {
            foreach (StoryPin pin in Judged.TryGetValue(Reported[i].Id, out JudgedStory? story) ? story.Pins : [])
            {
                pins.Add(pin with { Story = i });
            }
        }

        Pins = pins.OrderBy(static pin => pin.Day).ThenBy(static pin => pin.Mailbox).ToArray();
    }

    /// <summary>A copy that shares what is never changed in place.</summary>
    public TenantBaseline Copy() => (TenantBaseline)MemberwiseClone();
}
