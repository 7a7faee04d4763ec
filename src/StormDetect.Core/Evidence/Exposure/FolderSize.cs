namespace StormDetect.Core;

/// <summary>How much a folder holds, as somebody counted it (such as Get-EXOMailboxFolderStatistics).</summary>
/// <param name="Mailbox">The mailbox, by address or MailboxGuid.</param>
/// <param name="Folder">The folder's path, such as <c>/Inbox</c> or <c>\Inbox</c>.</param>
/// <param name="ItemCount">Messages in it.</param>
/// <param name="SizeInBytes">Their size; null where it is not known.</param>
public sealed record FolderSize(string Mailbox, string Folder, long ItemCount, long? SizeInBytes)
{
    /// <summary>A path as it is compared: without regard to slashes and letters' case.</summary>
    internal static string Normalised(string path) => path.Replace('\\', '/').Trim('/').ToLowerInvariant();
}
