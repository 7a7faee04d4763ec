using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Core;
using StormDetect.Errors;

namespace StormDetect.Commands;

/// <summary>Writes a tenant's logging configuration to a file that can be judged later, elsewhere, and again.</summary>
/// <remarks>
/// <para>
/// Export-M365ConfigSnapshot reads what Test-M365LoggingConfig judges: from the Exchange Online and Security and Compliance sessions you already have, over the connection of Connect-StormDetect
/// (licences, grants, policies), and from objects that are piped. The file is versioned JSON with the settings that are judged and nothing else: no secrets, no mail. It holds addresses, roles and licences; where the system allows that, only its
/// owner can read it.
/// </para>
/// <para>
/// 20,000 mailboxes can take hours. The file is written again after every part, and of mailboxes after every slice, as a whole or not at all. After an interruption Resume goes on where it
/// ended. A part that failed is in the file as unreadable, with the reason, and is tried again by Resume.
/// </para>
/// <para>Nothing is changed in the tenant.</para>
/// </remarks>
/// <example>
/// <title>From the sessions there are</title>
/// <code>Export-M365ConfigSnapshot ./contoso-today.json</code>
/// <para>After Connect-ExchangeOnline and Connect-IPPSSession. Shows which parts were read.</para>
/// </example>
/// <example>
/// <title>Go on after an interruption</title>
/// <code>Export-M365ConfigSnapshot ./tonight.json
/// Export-M365ConfigSnapshot ./tonight.json -Resume</code>
/// <para>The second command reads what the first did not come to, or could not read.</para>
/// </example>
/// <example>
/// <title>Licences and Entra settings from Microsoft Graph</title>
/// <code>Get-Content -Raw ./exports/users.json | ConvertFrom-Json | Export-M365ConfigSnapshot ./snapshots/contoso.json -Resume</code>
/// <para>Adds what Get-MgUser -All -Property Id, UserPrincipalName, AccountEnabled, AssignedPlans gave to a snapshot that is there. Objects of the live cmdlets can be piped as well.</para>
/// </example>
/// <seealso href="about_StormDetect_LoggingConfig"/>
/// <seealso href="Test-M365LoggingConfig"/>
/// <seealso href="Compare-M365ConfigSnapshot"/>
[RequiresPermission(PermissionCatalog.Licences, PermissionCatalog.Users, PermissionCatalog.Applications, PermissionCatalog.Policies)]
[Cmdlet(VerbsData.Export, "M365ConfigSnapshot", DefaultParameterSetName = SessionSet, SupportsShouldProcess = true)]
[OutputType(typeof(ConfigSnapshotSummary), typeof(ConfigReadStep))]
public sealed class ExportM365ConfigSnapshotCommand : ConfigObjectCmdlet
{
    private readonly List<ConfigSnapshot> _piped = [];

    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [Alias("FilePath")]
    public string Path { get; set; } = string.Empty;

    /// <summary>Parts to read from the session.</summary>
    /// <value>All</value>
    [Parameter(ParameterSetName = SessionSet)]
    public ConfigPart[] Part { get; set; } = [];

    /// <summary>Goes on with a file that is there: what it knows stays, what it lacks is read or added.</summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Lists what would be asked of the session, with permission and cost, and asks nothing.</summary>
    [Parameter(ParameterSetName = SessionSet)]
    public SwitchParameter ShowPlan { get; set; }

    private bool IsFromObjects => ParameterSetName == InputObjectSet;

    private protected override void AddFiles(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            if (TryRead(file) is { } snapshot)
            {
                AddSnapshot(snapshot);
            }
        }
    }

    private protected override void AddSnapshot(ConfigSnapshot snapshot) => _piped.Add(snapshot);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ShowPlan)
        {
            WriteObject(Plan().Where(step => Part.Length == 0 || Part.Contains(step.Part)), enumerateCollection: true);
            return;
        }

        string file = ResolveFile(Path);
        if (!ShouldProcess(file, Strings.SnapshotAction))
        {
            return;
        }

        try
        {
            Export(file);
        }
        catch (ConfigSnapshotException failure)
        {
            ThrowTerminatingError(ErrorRecords.ConfigSnapshot(file, failure));
        }
    }

    private void Export(string file)
    {
        ConfigSnapshot? earlier = Resume && File.Exists(file) ? ConfigSnapshotFile.Read(file) : null;
        ConfigSnapshotBuilder builder = new(DateTimeOffset.UtcNow) { TenantId = TenantId ?? string.Empty };
        bool overwrite = Force || earlier is not null;
        if (!overwrite && File.Exists(file))
        {
            throw new ConfigSnapshotException(ConfigSnapshotProblem.AlreadyExists, $"There is a file '{PlainText.Safe(file)}' already. Go on with it (-Resume), or replace it (-Force).");
        }

        if (TakeObjects() is { } objects)
        {
            _piped.Add(objects);
        }

        foreach (ConfigSnapshot snapshot in _piped)
        {
            RefuseForeign(file, snapshot, builder.TenantId);
            builder.Import(snapshot);
        }

        if (!IsFromObjects)
        {
            ExchangeSession session = new(this);
            RefuseForeign(file, earlier, session.TenantId);
        }

        if (earlier is not null)
        {
            RefuseForeign(file, earlier, builder.TenantId);
            builder.Import(earlier);
        }

        void Save()
        {
            ConfigSnapshotFile.Write(file, builder.Build(), overwrite);
            overwrite = true;
        }

        if (!IsFromObjects)
        {
            // A pipeline that is stopped leaves what was read up to the last part or slice: that is what Resume goes on with.
            ReadSession(builder, inSlices: true, Part, Save);
        }

        Save();
        WriteObject(ConfigSnapshotSummary.Of(file, new FileInfo(file).Length, builder.Build()));
    }

    private static void RefuseForeign(string file, ConfigSnapshot? earlier, string tenant)
    {
        if (earlier is { TenantId.Length: > 0 } && tenant.Length > 0 && !earlier.TenantId.Equals(tenant, StringComparison.OrdinalIgnoreCase))
        {
            throw new ConfigSnapshotException(ConfigSnapshotProblem.ForeignTenant, $"'{PlainText.Safe(file)}' is of tenant {PlainText.Safe(earlier.TenantId)}, and this would add to it from tenant {PlainText.Safe(tenant)}. Nothing was changed.");
        }
    }
}
