using System;
using System.Collections.Generic;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>Base of cmdlets that judge a configuration, wherever it comes from: the session, snapshot files, or objects of other cmdlets.</summary>
public abstract class ConfigCmdlet : ConfigObjectCmdlet
{
    private readonly List<string> _files = [];
    private readonly List<ConfigSnapshot> _snapshots = [];

    /// <summary>
    /// Snapshot files of Export-M365ConfigSnapshot, or results files of ScubaGear (ScubaResults_*.json). Wildcards are expanded.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files as in Path, with every character taken as it stands: for names that contain brackets.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    private protected IReadOnlyList<string> Files => _files;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case PathSet:
                _files.AddRange(ResolvePaths(Path, literal: false));
                break;
            case LiteralPathSet:
                _files.AddRange(ResolvePaths(LiteralPath, literal: true));
                break;
            default:
                base.ProcessRecord();
                break;
        }
    }

    private protected override void AddFiles(IEnumerable<string> files) => _files.AddRange(files);

    private protected override void AddSnapshot(ConfigSnapshot snapshot) => _snapshots.Add(snapshot);

    /// <summary>Configurations that are no files: snapshots that were piped, piped objects, or the session. Call once.</summary>
    private protected List<ConfigSnapshot> TakeSnapshots(DateTimeOffset now)
    {
        List<ConfigSnapshot> snapshots = [.. _snapshots];
        if (TakeObjects() is { } objects)
        {
            snapshots.Add(objects);
        }

        if (ParameterSetName == SessionSet)
        {
            ConfigSnapshotBuilder builder = new(now) { TenantId = TenantId ?? string.Empty };
            ReadSession(builder, inSlices: false, [], static () => { });
            snapshots.Add(builder.Build());
        }

        return snapshots;
    }
}
