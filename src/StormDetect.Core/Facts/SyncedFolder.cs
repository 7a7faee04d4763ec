namespace StormDetect.Core.Facts;

/// <summary>A folder synchronised on a day, so that it is counted once: Sync records come folder by folder and again every hour.</summary>
/// <param name="Mailbox">Index of the mailbox.</param>
/// <param name="Day">UTC day.</param>
/// <param name="Path">Index of the path.</param>
/// <param name="Network">Index of the network.</param>
/// <param name="Folder">Hash of the folder.</param>
internal readonly record struct SyncedFolder(int Mailbox, int Day, int Path, int Network, uint Folder) : IRow<SyncedFolder>
{
    public static uint Hash(in SyncedFolder row) =>
        RowTable<SyncedFolder>.Hash(row.Mailbox, (int)row.Folder, (int)RowTable<SyncedFolder>.Hash(row.Day, row.Path, row.Network));

    public static bool IsSameKey(in SyncedFolder a, in SyncedFolder b) => a == b;

    public static void Combine(ref SyncedFolder into, in SyncedFolder from)
    {
        // Seen twice is seen once.
    }
}
