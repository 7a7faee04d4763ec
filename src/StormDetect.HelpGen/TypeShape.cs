using System.Collections.Generic;
using System.Linq;

namespace StormDetect.HelpGen;

/// <summary>A type as far as help needs it.</summary>
/// <param name="Namespace">Namespace; empty for none.</param>
/// <param name="Name">Name without generic arity, with its outer types.</param>
/// <param name="Arguments">Generic arguments.</param>
/// <param name="Rank">Number of array brackets around it.</param>
internal sealed record TypeShape(string Namespace, string Name, IReadOnlyList<TypeShape> Arguments, int Rank)
{
    /// <summary>Name with namespace, without arguments and brackets.</summary>
    public string FullName => Namespace.Length > 0 ? Namespace + "." + Name : Name;

    /// <summary>What a person writes as the value: <c>String[]</c>; a nullable is what it holds.</summary>
    public string Display => Core.Written(shape => shape.Name);

    /// <summary>The same with namespaces.</summary>
    public string FullDisplay => Core.Written(shape => shape.FullName);

    /// <summary>Without brackets and nullability: where values come from.</summary>
    public TypeShape Element => Core with { Rank = 0 };

    private TypeShape Core => FullName == "System.Nullable" && Arguments.Count == 1 ? Arguments[0] with { Rank = Arguments[0].Rank + Rank } : this;

    /// <summary>A shape without arguments.</summary>
    /// <param name="name">Name.</param>
    /// <param name="space">Namespace.</param>
    public static TypeShape Simple(string name, string space = "System") => new(space, name, [], 0);

    private string Written(System.Func<TypeShape, string> name)
    {
        string arguments = Arguments.Count == 0 ? "" : "[" + string.Join(", ", Arguments.Select(argument => argument.Core.Written(name))) + "]";
        return name(this) + arguments + string.Concat(Enumerable.Repeat("[]", Rank));
    }
}
