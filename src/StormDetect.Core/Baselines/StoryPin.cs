namespace StormDetect.Core.Baselines;

/// <summary>
/// An access of an open day that belongs to a reported story. The day is judged again with every run; whatever late records make of it, this access keeps the story's id.
/// </summary>
internal struct StoryPin
{
    public int Path, Network, Mailbox, Day;

    /// <summary>Index of the reported story.</summary>
    public int Story;
}
