using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

namespace StormDetect.Core.Exports;

/// <summary>
/// What was lost folder by folder. Among the files of many tenants a damaged one is next to nothing; to the tenant it is of it may be a whole day. Whose it was, the files beside it say.
/// </summary>
internal static class FolderLosses
{
    public static IReadOnlyList<FolderLoss> Of(ReadReport report)
    {
        ILookup<string, FileReadReport> files = report.Files.ToLookup(static file => Folder(file.File), StringComparer.Ordinal);
        ILookup<string, InputProblem> unread = report.Problems.Where(static problem => problem.IsUnread).ToLookup(static problem => Folder(problem.Path), StringComparer.Ordinal);
        List<FolderLoss> losses = [];
        foreach (IGrouping<string, FileReadReport> folder in files.Where(_ => files.Count > 1))
        {
            long dropped = folder.Sum(static file => file.Dropped);
            int count = unread[folder.Key].Count();
            if (dropped + count > 0 && TenantOf([.. folder.Where(static file => file.Kept > 0).Select(static file => file.File.Split('|')[0]).Distinct(StringComparer.Ordinal)]) is { } tenant)
            {
                losses.Add(new FolderLoss(tenant, folder.Sum(static file => file.Rows), dropped, folder.Count(), count));
            }
        }

        return losses;
    }

    /// <summary>The tenant that the first, the last and a file between them begin with; null where they do not agree.</summary>
    private static string? TenantOf(string[] files)
    {
        string[] tenants = [.. files.Where((_, i) => i == 0 || i == files.Length / 2 || i == files.Length - 1).Select(First).Distinct(StringComparer.OrdinalIgnoreCase)];
        return tenants is [{ Length: > 0 } tenant] ? tenant : null;
    }

    // What is no plain file, such as a pipe, cannot be read twice.
    private static string First(string file) => new FileInfo(file) is not { Exists: true, Length: > 0 } ? string.Empty : new AuditLogReader(new AuditReadOptions()).Read([file], CancellationToken.None).FirstOrDefault()?.OrganizationId ?? string.Empty;

    private static string Folder(string file) => Path.GetDirectoryName(file.Split('|')[0]) ?? string.Empty;
}
