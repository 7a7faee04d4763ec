using System;
using System.IO;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace StormDetect.Decoys;

/// <summary>
/// Writes assemblies with the names and strong names of our packages and nothing in them, one set older and one newer than ours:
/// what another module in the session may have loaded first. Whoever binds to one of them fails loudly.
/// </summary>
internal static class Program
{
    private static readonly string[] s_names =
    [
        "Azure.Core", "Azure.Identity", "Microsoft.Identity.Client", "Microsoft.IdentityModel.Abstractions", "Microsoft.Graph", "Microsoft.Graph.Core", "Microsoft.Kiota.Abstractions",
    ];

    private static readonly Version[] s_versions = [new(0, 0, 1, 0), new(99, 0, 0, 0)];

    private static int Main(string[] arguments)
    {
        if (arguments is not [string library, string output])
        {
            Console.Error.WriteLine("Usage: Decoys LIB OUT (writes OUT/0.0.1.0/*.dll and OUT/99.0.0.0/*.dll with the strong names found in LIB)");
            return 1;
        }

        foreach (Version version in s_versions)
        {
            string folder = Directory.CreateDirectory(Path.Combine(output, version.ToString())).FullName;
            foreach (string name in s_names)
            {
                // A version other than ours under another key would be a different name to the binder, and no rival.
                byte[] key = AssemblyName.GetAssemblyName(Path.Combine(library, name + ".dll")).GetPublicKey() ?? [];
                File.WriteAllBytes(Path.Combine(folder, name + ".dll"), Assembly(name, version, key));
            }
        }

        return 0;
    }

    private static byte[] Assembly(string name, Version version, byte[] key)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString(name + ".dll"), metadata.GetOrAddGuid(Guid.NewGuid()), default, default);
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        AssemblyFlags flags = key.Length > 0 ? AssemblyFlags.PublicKey : 0;
        metadata.AddAssembly(metadata.GetOrAddString(name), version, default, metadata.GetOrAddBlob(key), flags, AssemblyHashAlgorithm.Sha1);
        var file = new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder());
        var bytes = new BlobBuilder();
        file.Serialize(bytes);
        return bytes.ToArray();
    }
}
