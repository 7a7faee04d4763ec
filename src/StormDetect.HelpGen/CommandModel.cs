using System.Collections.Generic;
using System.Linq;

namespace StormDetect.HelpGen;

/// <summary>A compiled cmdlet: what its metadata says.</summary>
/// <param name="Verb">Approved verb.</param>
/// <param name="Noun">Noun.</param>
/// <param name="TypeName">Full name of the class, as XML documentation names it.</param>
/// <param name="DefaultSet">Default parameter set; empty when none is declared.</param>
/// <param name="Parameters">Parameters in order of declaration, own ones before inherited ones.</param>
/// <param name="Outputs">Output types.</param>
/// <param name="Capabilities">What the cmdlet asks a tenant for, as declared on the class or on one it is derived from.</param>
internal sealed record CommandModel(
    string Verb,
    string Noun,
    string TypeName,
    string DefaultSet,
    IReadOnlyList<ParameterModel> Parameters,
    IReadOnlyList<TypeShape> Outputs,
    IReadOnlyList<string> Capabilities)
{
    /// <summary>A parameter without a set belongs to every set; this is how PowerShell names that.</summary>
    public const string AllSets = "__AllParameterSets";

    /// <summary>Verb and noun.</summary>
    public string Name => Verb + "-" + Noun;

    /// <summary>The parameter sets: the default first, then by first appearance.</summary>
    public IReadOnlyList<string> Sets
    {
        get
        {
            List<string> sets = Parameters.SelectMany(parameter => parameter.Bindings).Select(binding => binding.Set).Where(set => set != AllSets).Distinct().ToList();
            if (sets.Count == 0)
            {
                return [DefaultSet.Length > 0 ? DefaultSet : AllSets];
            }

            if (DefaultSet.Length > 0)
            {
                sets.Remove(DefaultSet);
                sets.Insert(0, DefaultSet);
            }

            return sets;
        }
    }
}
