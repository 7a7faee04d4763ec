using System;
using System.Linq;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Binding;

/// <summary>Lets connections be given by their names.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConnectionAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            string name => Named(name),
            object?[] several => several.Select(one => Transform(engineIntrinsics, one!)).ToArray(),
            _ => value!,
        };
    }

    private static TenantConnection Named(string name)
    {
        string[] known = [.. ConnectionTable.Current.All.Select(static connection => connection.Name)];
        return ConnectionTable.Current.Find(name) ?? throw new ArgumentTransformationMetadataException(known.Length > 0
            ? Strings.Format(Strings.ConnectionUnknown, name, string.Join(", ", known))
            : Strings.Format(Strings.ConnectionUnknownNone, name));
    }
}
