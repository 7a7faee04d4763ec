using System;
using System.Linq;
using System.Management.Automation;

namespace StormDetect.Binding;

/// <summary>Lets a connection be given by its name.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConnectionAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is not string name)
        {
            return value!;
        }

        string[] known = [.. ConnectionTable.Current.All.Select(static connection => connection.Name)];
        return ConnectionTable.Current.Find(name) as object ?? throw new ArgumentTransformationMetadataException(known.Length > 0
            ? Strings.Format(Strings.ConnectionUnknown, name, string.Join(", ", known))
            : Strings.Format(Strings.ConnectionUnknownNone, name));
    }
}
