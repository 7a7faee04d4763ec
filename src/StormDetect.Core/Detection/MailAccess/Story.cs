using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Day-stories that are one story: the same path, joined over days by network, session, mailbox or acting user.</summary>
internal sealed class Story(List<DayStory> days)
{
    public string Id => Days[0].StoryId;

    /// <summary>In order of time.</summary>
    public IReadOnlyList<DayStory> Days { get; } = days;

    public int Path => Days[0].Path;

    /// <summary>The day that tells most; its reasons are the story's.</summary>
    public DayStory Top { get; } = days.OrderByDescending(static day => day.Severity).ThenByDescending(static day => day.Score).First();

    public Severity Severity => Top.Severity;

    public IEnumerable<Access> Accesses => Days.SelectMany(static day => day.Accesses);
}
