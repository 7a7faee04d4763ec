using System.Collections.Generic;
using System.Linq;

namespace StormDetect.HelpGen;

/// <summary>A parameter of a cmdlet.</summary>
/// <param name="Name">Name of the parameter.</param>
/// <param name="DeclaringType">Full name of the class that declares it, for its documentation.</param>
/// <param name="Type">Its type.</param>
/// <param name="Bindings">One for each <c>[Parameter]</c> attribute.</param>
/// <param name="Aliases">Aliases in order of declaration.</param>
/// <param name="Wildcards">Whether wildcards are understood.</param>
/// <param name="AcceptedValues">Values of a <c>[ValidateSet]</c> or an enum; empty when open.</param>
internal sealed record ParameterModel(
    string Name,
    string DeclaringType,
    TypeShape Type,
    IReadOnlyList<ParameterBinding> Bindings,
    IReadOnlyList<string> Aliases,
    bool Wildcards,
    IReadOnlyList<string> AcceptedValues)
{
    /// <summary>Whether it is a switch.</summary>
    public bool IsSwitch => Type.FullName == "System.Management.Automation.SwitchParameter";

    /// <summary>How it binds in a set; null when it is not part of it.</summary>
    /// <param name="set">Name of the set.</param>
    public ParameterBinding? In(string set) =>
        Bindings.FirstOrDefault(binding => binding.Set == set) ?? Bindings.FirstOrDefault(binding => binding.Set == CommandModel.AllSets);
}
