using System;
using System.Collections.Generic;

namespace StormDetect.Binding;

/// <summary>Declares what a cmdlet asks a tenant for, by names of <see cref="Core.PermissionCatalog"/>: help, the topic about permissions and the pre-flight are made from it.</summary>
/// <param name="capabilities">The names.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = true)]
internal sealed class RequiresPermissionAttribute(params string[] capabilities) : Attribute
{
    /// <summary>The names.</summary>
    public IReadOnlyList<string> Capabilities { get; } = capabilities;
}
