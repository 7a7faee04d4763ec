using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Azure.Core;
using Azure.Identity;
using Microsoft.Graph;
using Microsoft.Identity.Client;
using Microsoft.Kiota.Abstractions;

namespace StormDetect.Graph;

/// <summary>The packages behind the connection to Microsoft 365: that they work here, in which versions, and in which load context.</summary>
public static class GraphRuntime
{
    /// <summary>Builds a client, a credential and a token application without asking the network for anything, and reports what they are made of.</summary>
    /// <returns>The assemblies in use, by name. Each is where the isolation put it, or the report says so.</returns>
    public static IReadOnlyList<GraphRuntimeComponent> Describe()
    {
        // Constructed, not merely named: a version mix shows itself in constructors, as a missing method or a failed cast.
        TokenCredential credential = new DeviceCodeCredential(new DeviceCodeCredentialOptions { TenantId = "organizations", ClientId = Guid.Empty.ToString() });
        using var client = new GraphServiceClient(credential, ["https://graph.microsoft.com/.default"]);
        IPublicClientApplication tokens = PublicClientApplicationBuilder.Create(Guid.Empty.ToString()).Build();
        IRequestAdapter adapter = client.RequestAdapter;

        Assembly[] assemblies =
        [
            typeof(GraphRuntime).Assembly,
            typeof(TokenCredential).Assembly,
            typeof(IRequestAdapter).Assembly,
            credential.GetType().Assembly,
            client.GetType().Assembly,
            tokens.GetType().Assembly,
            adapter.GetType().Assembly,
            // Named for their own sake: one only forwards types to Azure.Core, the other is reached through MSAL alone.
            Load("Azure.Identity"),
            Load("Microsoft.IdentityModel.Abstractions"),
        ];
        return assemblies.Distinct().Select(Component).OrderBy(component => component.Name, StringComparer.Ordinal).ToArray();
    }

    // Bound in the context of this assembly, as the runtime itself would.
    private static Assembly Load(string name) => AssemblyLoadContext.GetLoadContext(typeof(GraphRuntime).Assembly)!.LoadFromAssemblyName(new AssemblyName(name));

    private static GraphRuntimeComponent Component(Assembly assembly)
    {
        AssemblyName name = assembly.GetName();
        return new GraphRuntimeComponent(name.Name!, name.Version!.ToString(), AssemblyLoadContext.GetLoadContext(assembly)?.Name ?? "");
    }
}
