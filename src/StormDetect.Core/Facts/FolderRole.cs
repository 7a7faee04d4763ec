namespace StormDetect.Core.Facts;

/// <summary>What a folder is for, as far as deletions are judged by it.</summary>
internal enum FolderRole
{
    Other,

    /// <summary>Sent Items, or a folder in it.</summary>
    SentItems,

    /// <summary>Recoverable Items with what is below it (Deletions, Purges ...): the last place a deleted item is kept in.</summary>
    RecoverableItems,
}
