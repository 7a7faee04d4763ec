using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace StormDetect.Core.Archives;

/// <summary>One run over any number of tenants. Shared by all reading threads.</summary>
internal sealed class ArchiveRun : IDisposable
{
    private readonly object _gate = new();
    private readonly string _root;
    private readonly Dictionary<Guid, ArchiveTenant> _tenants = [];
    private long _otherTenant;
    private long _notWhole;

    public ArchiveRun(string root, AuditArchiveOptions options)
    {
        _root = root;
        Options = options;
        if (options.TenantId is Guid tenant)
        {
            Tenant(tenant);
        }
    }

    public AuditArchiveOptions Options { get; }

    /// <summary>Records that name another tenant than the one asked for.</summary>
    public long OtherTenant => _otherTenant;

    /// <summary>Objects that have lost their record's own JSON.</summary>
    public long NotWhole => _notWhole;

    /// <summary>The archive of a tenant; the first record of each opens it.</summary>
    public ArchiveTenant Tenant(Guid tenant)
    {
        lock (_gate)
        {
            if (!_tenants.TryGetValue(tenant, out ArchiveTenant? archive))
            {
                archive = ArchiveTenant.Open(_root, tenant, Options);
                _tenants.Add(tenant, archive);
            }

            return archive;
        }
    }

    /// <summary>The tenant a record belongs to.</summary>
    /// <param name="named">The one it names; empty for none.</param>
    /// <param name="isRepeat">Whether it was counted before.</param>
    /// <param name="tenant">Where it goes.</param>
    /// <returns>False where it may not go anywhere.</returns>
    public bool TryPlace(Guid named, bool isRepeat, out Guid tenant)
    {
        tenant = named == Guid.Empty ? Options.TenantId ?? Guid.Empty : named;
        if (Options.TenantId is Guid only && tenant != only)
        {
            if (!isRepeat)
            {
                Interlocked.Increment(ref _otherTenant);
            }

            return false;
        }

        return true;
    }

    public void CountNotWhole() => Interlocked.Increment(ref _notWhole);

    public IReadOnlyList<ArchiveRunResult> Commit(ArchiveProvenance provenance, ReadReport report, CancellationToken cancellationToken)
    {
        ArchiveMergeProgress progress = new(Options.Joining, _tenants.Values.Sum(static tenant => tenant.Waiting));
        return _tenants.OrderBy(static pair => pair.Key).Select(pair => pair.Value.Commit(provenance, report, progress, cancellationToken)).ToArray();
    }

    /// <summary>Takes back what was not made part of an archive; a failure to do so is the next run's to mend.</summary>
    public void Abort()
    {
        foreach (ArchiveTenant tenant in _tenants.Values)
        {
            try
            {
                tenant.Abort();
            }
            catch (ArchiveException)
            {
                // The disk that failed before may fail again; the next run finds the rest.
            }
        }
    }

    public void Dispose()
    {
        foreach (ArchiveTenant tenant in _tenants.Values)
        {
            tenant.Dispose();
        }
    }
}
