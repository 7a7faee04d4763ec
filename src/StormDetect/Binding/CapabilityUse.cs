using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace StormDetect.Binding;

/// <summary>Which cmdlets use which capability, as they declare it.</summary>
internal static class CapabilityUse
{
    private static readonly Lazy<ILookup<string, string>> s_cmdlets = new(Read);

    /// <summary>The cmdlets that use a capability, by name.</summary>
    public static IReadOnlyList<string> CmdletsOf(string capability) => [.. s_cmdlets.Value[capability]];

    private static ILookup<string, string> Read() =>
        (from type in typeof(CapabilityUse).Assembly.GetTypes()
         let cmdlet = type.GetCustomAttribute<CmdletAttribute>(inherit: false)
         where cmdlet is not null
         from capability in type.GetCustomAttribute<RequiresPermissionAttribute>()?.Capabilities ?? []
         let name = $"{cmdlet.VerbName}-{cmdlet.NounName}"
         orderby name
         select (Capability: capability, Name: name))
        .ToLookup(static use => use.Capability, static use => use.Name, StringComparer.Ordinal);
}
