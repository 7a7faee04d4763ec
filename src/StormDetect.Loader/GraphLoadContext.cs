using System;
using System.Reflection;
using System.Runtime.Loader;

namespace StormDetect.Loader;

/// <summary>Holds StormDetect.Graph and its packages apart from the versions that other modules bring into the default context.</summary>
internal sealed class GraphLoadContext : AssemblyLoadContext
{
    private readonly AssemblyDependencyResolver _resolver;

    /// <summary>Initialises a new instance of the <see cref="GraphLoadContext"/> class.</summary>
    /// <param name="graphAssemblyPath">StormDetect.Graph.dll, with its deps.json beside it.</param>
    // The deps.json decides, not "is there a file of that name": under runtimes/ lie the real implementations (DPAPI on Windows), while
    // the files of the same name at the top are stubs that throw.
    public GraphLoadContext(string graphAssemblyPath)
        : base("StormDetect", isCollectible: false) => _resolver = new AssemblyDependencyResolver(graphAssemblyPath);

    /// <inheritdoc/>
    // Load is asked before the default context is. Without this override a package version that another module loaded first would win.
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // Core's types cross the border, so there may be one copy only: the default context's.
        if (string.Equals(assemblyName.Name, "StormDetect.Core", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : nint.Zero;
}
