using System.Collections.Generic;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>One mailbox reached by one path from one network on one day: the smallest thing that is judged.</summary>
internal sealed class Access
{
    public required int Mailbox { get; init; }

    /// <summary>
    /// The path. Where the log left out the ids of some rows and other rows of the same mailbox, day, network and family carry them, the rows
    /// without are counted under the path of those with (identifiers are missing on some aggregated entries).
    /// </summary>
    public required int Path { get; init; }

    public required int Network { get; init; }

    public required int Day { get; init; }

    /// <summary>Places of its facts; none where it comes from an earlier run.</summary>
    public List<int> Facts { get; } = [];

    /// <summary>What is kept of its facts, where it comes from an earlier run.</summary>
    public AccessTrace? Trace { get; init; }

    public long Records { get; set; }

    public long Items { get; set; }

    public int Folders { get; set; }

    /// <summary>Of deleted items, those of Sent Items and those of Recoverable Items.</summary>
    public long SentItems { get; set; }

    public long PurgedItems { get; set; }

    public int First { get; set; } = int.MaxValue;

    public int Last { get; set; } = int.MinValue;

    public uint Hours { get; set; }

    /// <summary>The mailbox was not read by this path before.</summary>
    public bool NewPath { get; set; }

    /// <summary>The mailbox was not read from this network before, by any path.</summary>
    public bool NewNetwork { get; set; }

    /// <summary>The network is new to the mailbox and nobody in the tenant is at home in it.</summary>
    public bool StrangeNetwork { get; set; }

    /// <summary>Whether the log names its program, where the mailbox has a past of programs or the path is new.</summary>
    public bool NamesProgram { get; set; }

    /// <summary>The rarest of its programs that the mailbox was not read with before, or -1.</summary>
    public int NewProgram { get; set; } = -1;

    /// <summary>The mailbox synchronises folders by a path that never did so here.</summary>
    public bool NewSync { get; set; }

    /// <summary>Index of a user who is not the owner and never opened this mailbox before, or -1.</summary>
    public int NewDelegate { get; set; } = -1;

    /// <summary>It goes on with a story somebody was told of: the same path in the same mailbox, from the same network, by the same actor, or by an application that is itself what is rare.</summary>
    public bool IsFollowed { get; set; }

    /// <summary>The network on which the same session was used at the same time, or -1.</summary>
    public int OtherNetworkOfSession { get; set; } = -1;

    /// <summary>How the session was on two networks.</summary>
    public SessionOverlap Overlap { get; set; }

    /// <summary>The session used on two networks at once, or -1.</summary>
    public int SharedSession { get; set; } = -1;

    /// <summary>Another client the mailbox is used to came from the same strange network that day.</summary>
    public bool WithOtherClient { get; set; }

    /// <summary>Whether more than the amount is new about it.</summary>
    public bool IsNovel => NewPath || NewNetwork || NewSync || NewDelegate >= 0;

    /// <summary>What was read, as one number: items, and a folder counted as five.</summary>
    public double Amount => Items + (5.0 * Folders);
}
