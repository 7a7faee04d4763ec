using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Completion;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>Base of cmdlets that ask a tenant.</summary>
public abstract class ConnectedCmdlet : StormCmdlet
{
    /// <summary>
    /// The connection to use: an object of Connect-StormDetect, or its name. In another runspace, as in ForEach-Object -Parallel, pass the object.
    /// </summary>
    /// <value>The only connection of the runspace</value>
    [Parameter]
    [Connection]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNull]
    public TenantConnection? Connection { get; set; }

    /// <summary>The connection, or an error that says how to get one.</summary>
    private protected TenantConnection RequireConnection() => RequireConnection(Connection);
}
