using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Completion;
using StormDetect.Core;
using StormDetect.Errors;
using StormDetect.Graph;

namespace StormDetect.Commands;

/// <summary>Shows the connections of this runspace, or, with Preflight, what will work with them and what is missing.</summary>
/// <remarks>
/// <para>
/// Preflight gives one object for each capability: whether it works, which permissions and roles are missing, why if it cannot be seen, and which cmdlets use it. It is judged by what the tokens say: scopes or application
/// permissions, and the directory roles of a signed-in person. Where the token does not name enough roles, Microsoft Graph is asked once for the account's own, those held through groups among them (a person needs User.Read;
/// where it is refused the answer is Unknown, with the reason). A token for the Management Activity API is asked for, no other data is. What only the service knows (licences, roles in Exchange,
/// rules of conditional access) is Unknown, not Works.
/// </para>
/// <para>
/// Of several permissions that would do, the least is named as missing. How to grant it is in about_StormDetect_Permissions.
/// </para>
/// </remarks>
/// <example>
/// <title>What is missing</title>
/// <code>Connect-StormDetect -Name contoso -ManagedIdentity
/// Get-StormDetectConnection -Name contoso -Preflight | Format-Table State, Capability, MissingPermissionsText, MissingRolesText</code>
/// <para>Before a long collection, and in a runbook's first lines: a permission that was taken back shows here, not after an hour.</para>
/// </example>
/// <seealso href="Connect-StormDetect"/>
/// <seealso href="about_StormDetect_Permissions"/>
[Cmdlet(VerbsCommon.Get, "StormDetectConnection", DefaultParameterSetName = ListSet)]
[OutputType(typeof(TenantConnection), ParameterSetName = [ListSet])]
[OutputType(typeof(CapabilityCheck), ParameterSetName = [PreflightSet])]
public sealed class GetStormDetectConnectionCommand : StormCmdlet
{
    private const string ListSet = "List";
    private const string PreflightSet = "Preflight";

    /// <summary>Names of connections. Wildcards match any number, also none.</summary>
    /// <value>All</value>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Connections themselves, also of other runspaces.</summary>
    [Parameter(ValueFromPipeline = true)]
    [Alias("Connection")]
    [ValidateNotNull]
    public TenantConnection[] InputObject { get; set; } = [];

    /// <summary>Shows what will work with them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PreflightSet)]
    [Alias("Test")]
    public SwitchParameter Preflight { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (TenantConnection connection in Chosen())
        {
            if (!Preflight)
            {
                WriteObject(connection);
                continue;
            }

            // To list connections where there are none is no error; to judge one that is closed is.
            TenantConnection open = RequireConnection(connection);
            IReadOnlyList<CapabilityCheck> checks = AwaitAsync(token => GraphServices.PreflightAsync(open, token), static () => { });
            WriteObject(checks.Select(static check => check with { Cmdlets = CapabilityUse.CmdletsOf(check.Capability) }), enumerateCollection: true);
        }
    }

    private IEnumerable<TenantConnection> Chosen()
    {
        if (InputObject.Length > 0)
        {
            return InputObject;
        }

        IReadOnlyList<TenantConnection> found = Name.Length == 0 ? ConnectionTable.Current.All : [.. Name.SelectMany(Named).Distinct()];
        return found.Count == 0 && Name.Length == 0 && Preflight ? [RequireConnection(null)] : found;
    }

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
