using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Completion;
using StormDetect.Core;
using StormDetect.Errors;

namespace StormDetect.Commands;

/// <summary>Closes connections of Connect-StormDetect and forgets their tokens.</summary>
/// <remarks>
/// <para>
/// Without parameters it closes the connection there is; with several, name them, pipe them or say All. What is under way on a connection ends with an error. The tenant is told nothing: a token that was issued is good until
/// it expires, but nobody has it any more. Other sign-ins, of the Azure CLI, Azure PowerShell or Exchange Online, stay.
/// </para>
/// </remarks>
/// <example>
/// <title>Close everything</title>
/// <code>Connect-StormDetect -Name contoso -ManagedIdentity
/// Disconnect-StormDetect -All -PassThru</code>
/// <para>The last line of a runbook. It is no error if nothing is connected.</para>
/// </example>
/// <seealso href="Connect-StormDetect"/>
/// <seealso href="Get-StormDetectConnection"/>
[Cmdlet(VerbsCommunications.Disconnect, "StormDetect", DefaultParameterSetName = NameSet)]
[OutputType(typeof(TenantConnection))]
public sealed class DisconnectStormDetectCommand : StormCmdlet
{
    private const string NameSet = "Name";
    private const string InputObjectSet = "InputObject";
    private const string AllSet = "All";

    /// <summary>Names of connections. Wildcards match any number, also none.</summary>
    [Parameter(Position = 0, ParameterSetName = NameSet)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Connections themselves, also of other runspaces, or names of connections.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [Alias("Connection")]
    [Connection]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNull]
    public TenantConnection[] InputObject { get; set; } = [];

    /// <summary>All connections of the runspace.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    /// <summary>Gives back the closed connections.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (TenantConnection connection in Chosen())
        {
            ConnectionTable.Current.Close(connection);
            if (PassThru)
            {
                WriteObject(connection);
            }
        }
    }

    private IEnumerable<TenantConnection> Chosen() => ParameterSetName switch
    {
        InputObjectSet => InputObject,
        AllSet => ConnectionTable.Current.All,
        _ when Name.Length == 0 => [RequireConnection(null)],
        _ => [.. Name.SelectMany(Named).Distinct()],
    };

    private TenantConnection[] Named(string name)
    {
        TenantConnection[] found = ConnectionNames.Match(name);
        if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
        {
            WriteError(ErrorRecords.ConnectionNotFound(name));
        }

        return found;
    }
}
