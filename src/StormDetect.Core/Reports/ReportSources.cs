using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

namespace StormDetect.Core;

/// <summary>What a report says of the files a hunt read, the log and the sign-ins beside it: their hashes, and, from a second reading, which messages the findings could have exposed.</summary>
/// <param name="Inputs">The hashes, one for each file.</param>
/// <param name="Exposures">The exposure of the findings, by mailbox and folder; empty where it was not asked for or the hunt did not read files.</param>
public sealed record ReportSources(IReadOnlyList<InputHash> Inputs, IReadOnlyList<MailExposure> Exposures)
{
    /// <summary>More stories than this are no exposure that one report can tell; their findings still are in it.</summary>
    private const int MostStories = 100;

    /// <summary>Reads them.</summary>
    /// <param name="result">What the hunt found.</param>
    /// <param name="countExposure">Whether the log is read once more for the exposure.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>What was read. Input that was no file (the pipeline's) is in neither list.</returns>
    public static ReportSources Read(MailHuntResult result, bool countExposure, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(result);
        string[] files = FilesOf(result.ReadReport);
        string[] signIns = result.SignInReport is { } compared ? FilesOf(compared) : [];
        MailAccessPattern[] stories = result.Incidents.SelectMany(static incident => incident.Findings).Select(Pattern).OfType<MailAccessPattern>().Take(MostStories).ToArray();
        IReadOnlyList<MailExposure> exposures = [];
        if (countExposure && files.Length > 0 && stories.Length > 0)
        {
            MailExposureHunt hunt = new(new MailExposureOptions { Patterns = stories });
            hunt.AddFiles(files, cancellationToken);
            exposures = hunt.Complete().Exposures;
        }

        return new ReportSources(files.Union(signIns, StringComparer.Ordinal).Select(file => InputHash.Of(file, cancellationToken)).ToArray(), exposures);
    }

    // What was opened to somebody exposes what they read, not what its owner goes on to read.
    private static MailAccessPattern? Pattern(Finding finding) => finding switch
    {
        MailAccessAnomaly => MailAccessPattern.Of(finding),
        MailboxChangeFinding change => MailAccessPattern.OfUse(change.DetectionId, change.Mailboxes, change.AppIds, change.Target, change.FirstSeen),
        _ => null,
    };

    private static string[] FilesOf(ReadReport report) => report.Files.Select(static file => OuterFile(file.File)).Where(File.Exists).Distinct(StringComparer.Ordinal).ToArray();

    private static string OuterFile(string file) =>
        File.Exists(file) || !file.Contains('|', StringComparison.Ordinal) ? file : file[..file.IndexOf('|', StringComparison.Ordinal)];
}
