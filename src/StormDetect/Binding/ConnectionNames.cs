using System.Linq;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Binding;

/// <summary>Finds connections of the runspace by name.</summary>
internal static class ConnectionNames
{
    /// <summary>Those a name or wildcard matches.</summary>
    public static TenantConnection[] Match(string name)
    {
        if (ConnectionTable.Current.Find(name) is TenantConnection exact)
        {
            return [exact];
        }

        var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
        return [.. ConnectionTable.Current.All.Where(connection => pattern.IsMatch(connection.Name))];
    }
}
