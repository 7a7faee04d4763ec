using System;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Binding;

/// <summary>Accepts addresses and networks in CIDR notation only.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateNetworkAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        string? text = (element is PSObject wrapped ? wrapped.BaseObject : element) as string;
        if (!CidrText.TryNormalise(text, out _))
        {
            throw new ValidationMetadataException(Strings.Format(Strings.NetworkNotUnderstood, element));
        }
    }
}
