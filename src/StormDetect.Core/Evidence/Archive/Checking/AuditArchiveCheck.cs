using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using StormDetect.Core.Archives;

namespace StormDetect.Core;

/// <summary>
/// Proves that archives are what their runs made them: every file there, unchanged, in order, and none beside. Nothing is written. An archive may lie in several folders, such as a hot and a cold one, that have the same
/// tree.
/// </summary>
public static class AuditArchiveCheck
{
    /// <summary>Checks archives.</summary>
    /// <param name="options">Which, and how.</param>
    /// <param name="cancellationToken">Stops the checking.</param>
    /// <returns>One result a tenant.</returns>
    /// <exception cref="ArchiveException">A folder cannot be read, or holds no archive.</exception>
    public static IReadOnlyList<ArchiveCheckResult> Run(ArchiveCheckOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        SortedDictionary<string, List<ArchiveRoot>> tenants = new(StringComparer.Ordinal);
        AddRoots(tenants, options.Paths, isCold: false);
        AddRoots(tenants, options.ColdPaths, isCold: true);
        List<ArchiveChecker> checkers = [];
        foreach ((string tenant, List<ArchiveRoot> roots) in tenants)
        {
            ArchiveChecker checker = new(tenant, roots, options);
            checker.Check(cancellationToken);
            checkers.Add(checker);
        }

        foreach (string head in options.ExpectedHeads.Where(head => !checkers.Exists(checker => checker.HasHash(head))))
        {
            checkers.ForEach(checker => checker.MissHead(head, alone: checkers.Count == 1));
        }

        return checkers.ConvertAll(checker => checker.ToResult());
    }

    private static void AddRoots(SortedDictionary<string, List<ArchiveRoot>> tenants, IEnumerable<string> paths, bool isCold)
    {
        foreach (string path in paths)
        {
            string[] folders = ArchiveFiles.Guard(path, () => Folders(path));
            if (folders.Length == 0)
            {
                throw new ArchiveException(ArchiveProblem.NotAnArchive, path, $"'{PlainText.Safe(path)}' holds no archive of audit records. Name the folder that Export-M365AuditLog was given, or the one of a tenant in it.");
            }

            foreach (string folder in folders)
            {
                string tenant = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
                if (!tenants.TryGetValue(tenant, out List<ArchiveRoot>? roots))
                {
                    roots = [];
                    tenants.Add(tenant, roots);
                }

                roots.Add(new ArchiveRoot(folder, isCold));
            }
        }
    }

    private static string[] Folders(string path) => LooksLikeArchive(path) ? [path] : Directory.GetDirectories(path).Where(LooksLikeArchive).ToArray();

    // Also when its header is gone, which has to be found and not overlooked.
    private static bool LooksLikeArchive(string folder) =>
        ArchiveLayout.IsArchive(folder) || File.Exists(Path.Join(folder, ArchiveLayout.HeaderFile)) || Directory.Exists(Path.Join(folder, ArchiveLayout.ManifestFolder))
        || Guid.TryParseExact(Path.GetFileName(folder), "D", out _) || Path.GetFileName(folder) == ArchiveLayout.TenantName(Guid.Empty);
}
