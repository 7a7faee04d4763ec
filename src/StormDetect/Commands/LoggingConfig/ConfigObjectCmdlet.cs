using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Management.Automation;
using System.Threading;
using StormDetect.Binding;
using StormDetect.Completion;
using StormDetect.Core;
using StormDetect.Errors;
using StormDetect.Graph;
using StormDetect.Views;

namespace StormDetect.Commands;

/// <summary>Base of cmdlets that take a configuration from the session or from objects of other cmdlets.</summary>
public abstract class ConfigObjectCmdlet : PathCmdlet
{
    private protected const string SessionSet = "Session";
    private const int ProgressMilliseconds = 200;

    private readonly Stopwatch _sinceProgress = Stopwatch.StartNew();
    private readonly ProgressRecord _bar = new(0, Strings.ProgressConfig, " ");
    private ConfigSnapshotBuilder? _objects;

    /// <summary>
    /// What the pipeline brings, in any mix: files (of Get-ChildItem, or paths as text), or objects of the commands that ShowPlan of Test-M365LoggingConfig names, live, of Import-Clixml,
    /// of Import-Csv or of ConvertFrom-Json. What an export has lost, such as a list that became System.Object[], counts as not known.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>
    /// Says that piped objects of Get-AdminAuditLogConfig were answered by Exchange Online. Security and Compliance has the same command and always says False, so a False that does not
    /// say where it comes from is not believed.
    /// </summary>
    [Parameter(ParameterSetName = InputObjectSet)]
    public SwitchParameter FromExchange { get; set; }

    /// <summary>The tenant's id, for objects and sessions that do not say it.</summary>
    [Parameter(ParameterSetName = SessionSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [ValidateNotNullOrEmpty]
    public string? TenantId { get; set; }

    /// <summary>
    /// The connection whose Microsoft Graph answers for licences, grants and policies, which Exchange sessions do not know. An object of Connect-StormDetect, or its name. It has to be of the sessions' tenant.
    /// </summary>
    /// <value>The only connection of the runspace</value>
    [Parameter(ParameterSetName = SessionSet)]
    [Connection]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNull]
    public TenantConnection? Connection { get; set; }

    private protected abstract void AddFiles(IEnumerable<string> files);

    private protected abstract void AddSnapshot(ConfigSnapshot snapshot);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject input in ParameterSetName == InputObjectSet ? InputObject : [])
        {
            Add(input);
        }
    }

    /// <summary>Reads what this session's connections answer.</summary>
    private protected void ReadSession(ConfigSnapshotBuilder builder, bool inSlices, IReadOnlyCollection<ConfigPart> parts, Action checkpoint)
    {
        ExchangeSession session = new(this);
        string tenant = builder.TenantId.Length > 0 ? builder.TenantId : session.TenantId;
        TenantConnection? connection = FindConnection(Connection, tenant);
        if (connection is not null && tenant.Length > 0 && !tenant.Equals(connection.TenantId, StringComparison.OrdinalIgnoreCase))
        {
            // Evidence of one tenant must not end up in the file of another; and said before hours of reading, not after.
            ThrowTerminatingError(ErrorRecords.ConnectionForeign(connection, tenant));
        }

        SessionConfigReader reader = new(session, builder, ShowProgress) { InSlices = inSlices, Parts = parts, Checkpoint = checkpoint };
        reader.Read();
        if (connection is not null)
        {
            ReadGraph(connection, builder, parts, checkpoint);
        }

        EndProgress();
        if (!reader.HasSession && (connection is null || parts.Count == 0))
        {
            WriteWarning(Strings.SessionMissing);
        }
    }

    /// <summary>The plan for the session, and for the connection where there is one.</summary>
    private protected IEnumerable<ConfigReadStep> Plan()
    {
        IConfigSource? source = FindConnection(Connection, new ExchangeSession(this).TenantId) is { } connection ? GraphServices.OpenReader(connection).Configuration : null;
        foreach (ConfigReadStep step in SessionConfigReader.Plan(new ExchangeSession(this)))
        {
            yield return step.Commands.Count == 0 && source is not null && source.Offers(step.Part) ? step with { IsAvailable = true } : step;
        }
    }

    /// <summary>Reads what the connection's Graph answers. What fails is unreadable, with the reason, and stops nothing else.</summary>
    private void ReadGraph(TenantConnection connection, ConfigSnapshotBuilder builder, IReadOnlyCollection<ConfigPart> parts, Action checkpoint)
    {
        string status = string.Empty;
        IConfigSource source = GraphServices.OpenReader(connection, text => Volatile.Write(ref status, text)).Configuration;
        _ = AwaitAsync(
            async token =>
            {
                await builder.FillAsync(source, parts, _ => checkpoint(), token).ConfigureAwait(false);
                return true;
            },
            () => ShowProgress(PlainText.Cell(Volatile.Read(ref status)) is { Length: > 0 } text ? text : Strings.ProgressTenant));
    }

    /// <summary>Objects that were piped, closed, for adding to a builder; null where there were none.</summary>
    private protected ConfigSnapshot? TakeObjects()
    {
        _objects?.CompleteObjects(Strings.ConfigObjects);
        return _objects?.Build();
    }

    private protected ConfigSnapshot? TryRead(string path)
    {
        try
        {
            return ConfigSnapshotFile.Read(path);
        }
        catch (ConfigSnapshotException failure)
        {
            WriteError(ErrorRecords.ConfigSnapshot(path, failure));
            return null;
        }
    }

    private protected void ShowProgress(string status)
    {
        if (_sinceProgress.ElapsedMilliseconds >= ProgressMilliseconds)
        {
            _sinceProgress.Restart();
            _bar.StatusDescription = status;
            WriteProgress(_bar);
        }
    }

    private protected void EndProgress()
    {
        _bar.RecordType = ProgressRecordType.Completed;
        WriteProgress(_bar);
        _bar.RecordType = ProgressRecordType.Processing;
    }

    private void ShowProgress(ConfigPart part, int count) => ShowProgress(Strings.Format(Strings.ProgressConfigPart, part, ViewHelpers.Number(count)));

    private void Add(PSObject input)
    {
        switch (input.BaseObject)
        {
            case ConfigSnapshot snapshot:
                AddSnapshot(snapshot);
                return;
            case ConfigSnapshotSummary summary:
                AddFiles([summary.Path]);
                return;
            case string path:
                AddFiles(ResolvePaths([path], literal: false));
                return;
        }

        AuditInput sorted = AuditInput.Sort(input);
        if (sorted.Kind == AuditInputKind.LiteralPath)
        {
            AddFiles(ResolvePaths([sorted.Text], literal: true));
            return;
        }

        Dictionary<string, object?> properties = ConfigObject.Properties(input);
        if (ConfigSnapshotBuilder.Recognise(properties) is not { } part)
        {
            WriteError(ErrorRecords.ConfigObjectNotSupported(sorted.TypeName));
            return;
        }

        _objects ??= new ConfigSnapshotBuilder(DateTimeOffset.UtcNow) { TenantId = TenantId ?? string.Empty };
        _objects.Add(part, properties, FromExchange ? SessionConnection.Exchange : string.Empty);
        if (part == ConfigPart.Organization && _objects.TenantName.Length == 0)
        {
            _objects.TenantName = properties.GetValueOrDefault("DisplayName") as string ?? properties.GetValueOrDefault("Name") as string ?? string.Empty;
        }
    }
}
