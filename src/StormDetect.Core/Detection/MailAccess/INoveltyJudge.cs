using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Says what is new about an access, and how surprising that is: by earlier days, or across mailboxes where there are none.</summary>
internal interface INoveltyJudge
{
    /// <summary>Whether it knows the days before.</summary>
    bool IsHistory { get; }

    bool IsNewPath(int mailbox, int path);

    bool IsNewNetwork(int mailbox, int path, int network);

    /// <summary>Whether nobody in the tenant is at home in a network, nor is it one from which services like this path serve it.</summary>
    bool IsStrangeNetwork(int path, int network);

    /// <summary>Whether new networks are so usual for a path that they mean nothing.</summary>
    bool NetworksAreNoNews(int path);

    /// <summary>Whether a network is so far off that it is news even then.</summary>
    bool IsFarNetwork(int path, int network);

    /// <summary>Whether somebody who opens a mailbox of others reads their own mail from a network.</summary>
    bool IsOwnNetwork(int user, int network);

    /// <summary>Whether this goes on with a story somebody was told of, though nothing about it is new any more.</summary>
    bool IsFollowed(int day, int path, in MailAccessFact fact);

    /// <summary>Notes which program of an access is new.</summary>
    void NoteProgram(Access access);

    bool IsNewSync(int mailbox);

    bool IsNewDelegate(int mailbox, int user);

    /// <summary>A cheap first look: whether an amount is too close to the usual one to be worth its bits.</summary>
    bool IsOrdinaryAmount(int mailbox, int path, double amount);

    /// <summary>Bits of an amount of mail read in a day by one path in one mailbox.</summary>
    double AmountBits(int mailbox, int path, double amount, out double expected);

    void Score(DayStory story);
}
