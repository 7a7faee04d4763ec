using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using StormDetect.Core.Archives;
using StormDetect.Core.Exports;

namespace StormDetect.Core;

/// <summary>
/// Puts audit records into an archive that only grows: each record whole, once, with its tenant and under the day of its activity. A run is added as a whole when it is completed, or not at all. Memory does not
/// grow with the archive.
/// </summary>
public sealed class AuditArchiveExport : AuditHunt, IDisposable
{
    private readonly ArchiveRun _run;
    private readonly ArchiveCollector _collector;
    private bool _isDone;

    /// <summary>Begins a run.</summary>
    /// <param name="path">The folder of the archives; each tenant has a folder in it, named by its id.</param>
    /// <param name="options">How records are put into it.</param>
    /// <exception cref="ArchiveException">The archive of the tenant asked for cannot be written, or another run does.</exception>
    public AuditArchiveExport(string path, AuditArchiveOptions options)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        _run = new ArchiveRun(path, options);
        _collector = new ArchiveCollector(_run);
    }

    private protected override IEnumerable<IAuditCollector> Collectors => [_collector];

    /// <summary>A folder beside the archive of a tenant, no part of it, for what a search has found and not yet archived.</summary>
    /// <param name="path">The folder of the archives.</param>
    /// <param name="tenant">The tenant.</param>
    /// <returns>The folder.</returns>
    public static string SearchFolder(string path, Guid tenant) => Path.Join(path, ArchiveLayout.TenantName(tenant), ArchiveLayout.SearchFolder);

    /// <summary>Up to when the archive of a tenant was collected without a hole.</summary>
    /// <param name="path">The folder of the archives.</param>
    /// <param name="tenant">The tenant.</param>
    /// <returns>The time (UTC); null where there is no such archive yet, or no run said what it covers.</returns>
    /// <exception cref="ArchiveException">The archive is damaged or cannot be read.</exception>
    public static DateTimeOffset? CoveredUntil(string path, Guid tenant)
    {
        ArgumentNullException.ThrowIfNull(path);
        string folder = Path.Join(path, ArchiveLayout.TenantName(tenant));
        return Known(folder, () => ArchiveHead.ReadLast(folder, tenant)?.CoveredUntil);
    }

    /// <summary>Reads the manifest of an archive, and puts a failure into words.</summary>
    internal static T Known<T>(string folder, Func<T> read)
    {
        try
        {
            return ArchiveFiles.Guard(folder, read);
        }
        catch (InvalidDataException failure)
        {
            throw new ArchiveException(ArchiveProblem.ArchiveDamaged, folder, $"The archive '{PlainText.Safe(folder)}' is not as it was written: {PlainText.Safe(failure.Message)} Test-M365AuditArchive says what is wrong.", failure);
        }
    }

    /// <summary>Ends the run: what it brought becomes part of the archives.</summary>
    /// <param name="provenance">Where the records came from.</param>
    /// <param name="cancellationToken">Stops it; then nothing becomes part of an archive that has not yet.</param>
    /// <returns>What was added.</returns>
    /// <exception cref="ArchiveException">It could not be written; what was there before is unchanged.</exception>
    public AuditArchiveResult Complete(ArchiveProvenance provenance, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(provenance);
        return Complete(_ => provenance, cancellationToken);
    }

    /// <summary>Ends the run, where what it covers depends on what could be read.</summary>
    /// <param name="provenance">Where the records came from, given what was read.</param>
    /// <param name="cancellationToken">Stops it; then nothing becomes part of an archive that has not yet.</param>
    /// <returns>What was added.</returns>
    /// <exception cref="ArchiveException">It could not be written; what was there before is unchanged.</exception>
    public AuditArchiveResult Complete(Func<ReadReport, ArchiveProvenance> provenance, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(provenance);
        ReadReport report = EndReading();
        _collector.Flush();
        IReadOnlyList<ArchiveRunResult> archives = _run.Commit(provenance(report), report, cancellationToken);
        _isDone = true;
        return new AuditArchiveResult { Archives = archives, ReadReport = report, OtherTenant = _run.OtherTenant, NotWhole = _run.NotWhole };
    }

    /// <summary>Lets go of the archives. A run that was not completed is taken back.</summary>
    public void Dispose()
    {
        try
        {
            if (!_isDone)
            {
                _isDone = true;
                _run.Abort();
            }
        }
        finally
        {
            _run.Dispose();
        }
    }
}
