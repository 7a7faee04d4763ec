using System;
using System.IO;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using System.Threading;

namespace StormDetect.Loader;

/// <summary>Puts the one hook in place through which the module's isolated half is found. Runs at import, before any cmdlet type is examined.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    private const string GraphAssemblyName = "StormDetect.Graph";

    // Lazy, so that someone who only reads files never loads the 43 MB of packages; one context per process, whatever the number of runspaces.
    private static readonly Lazy<GraphLoadContext> s_context = new(CreateContext);

    private static int s_subscribed;

    /// <inheritdoc/>
    public void OnImport()
    {
        // Every runspace imports the module, but the event belongs to the process. It is never unsubscribed: a module removed in one
        // runspace would take the hook from all others, and a failed bind costs no more than one comparison of names.
        if (Interlocked.Exchange(ref s_subscribed, 1) == 0)
        {
            AssemblyLoadContext.Default.Resolving += ResolveGraph;
        }
    }

    // Exactly one name is answered, so no other module can ever be handed one of our packages.
    private static Assembly? ResolveGraph(AssemblyLoadContext context, AssemblyName name) =>
        string.Equals(name.Name, GraphAssemblyName, StringComparison.OrdinalIgnoreCase) ? s_context.Value.LoadFromAssemblyName(name) : null;

    private static GraphLoadContext CreateContext()
    {
        string bin = Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!;
        return new GraphLoadContext(Path.Combine(bin, "lib", GraphAssemblyName + ".dll"));
    }
}
