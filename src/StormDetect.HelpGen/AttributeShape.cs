using System.Collections.Generic;
using System.Linq;

namespace StormDetect.HelpGen;

/// <summary>An attribute as it was written: its arguments, never an instance (the compiler's reference for PowerShell is a stub whose instances are empty).</summary>
/// <param name="FullName">Full name of the attribute's type.</param>
/// <param name="Fixed">Constructor arguments, arrays flattened.</param>
/// <param name="Named">Named arguments.</param>
internal sealed record AttributeShape(string FullName, IReadOnlyList<object?> Fixed, IReadOnlyDictionary<string, object?> Named)
{
    /// <summary>A named argument, or the given value when it was not written.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="otherwise">The default.</param>
    public T Get<T>(string name, T otherwise) => Named.TryGetValue(name, out object? value) && value is T typed ? typed : otherwise;

    /// <summary>The string arguments of the constructor.</summary>
    public IReadOnlyList<string> Strings => Fixed.OfType<string>().ToArray();
}
