using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace StormDetect.Architecture.Tests;

/// <summary>An assembly as metadata.</summary>
internal sealed class AssemblyFile : IDisposable
{
    private readonly PEReader _file;

    public AssemblyFile(string path)
    {
        Assert.True(File.Exists(path), $"{path} is not built");
        _file = new PEReader(new MemoryStream(File.ReadAllBytes(path)));
        Reader = _file.GetMetadataReader();
    }

    public MetadataReader Reader { get; }

    public IEnumerable<AssemblyName> References => Reader.AssemblyReferences.Select(handle => Reader.GetAssemblyReference(handle).GetAssemblyName());

    /// <summary>The types others can see, with everything they show: bases, interfaces, fields, properties, methods, constraints are left out.</summary>
    /// <param name="everything">Also what is not public (bodies never are looked at).</param>
    public IEnumerable<(string Member, string Assembly)> Signatures(bool everything)
    {
        var provider = new AssembliesInSignature(Reader);
        foreach (TypeDefinition type in Reader.TypeDefinitions.Select(Reader.GetTypeDefinition).Where(type => everything ? !IsCompilerMade(type) : IsVisible(type)))
        {
            string name = Reader.GetString(type.Name);
            IEnumerable<EntityHandle> bases = type.GetInterfaceImplementations().Select(handle => Reader.GetInterfaceImplementation(handle).Interface).Append(type.BaseType).Where(handle => !handle.IsNil);
            foreach (string assembly in bases.SelectMany(provider.OfEntity))
            {
                yield return (name, assembly);
            }

            foreach (FieldDefinition field in type.GetFields().Select(Reader.GetFieldDefinition).Where(field => everything || IsVisible(field.Attributes)))
            {
                foreach (string assembly in field.DecodeSignature(provider, null))
                {
                    yield return ($"{name}.{Reader.GetString(field.Name)}", assembly);
                }
            }

            foreach (MethodDefinition method in type.GetMethods().Select(Reader.GetMethodDefinition).Where(method => everything || IsVisible(method.Attributes)))
            {
                MethodSignature<ImmutableHashSet<string>> signature = method.DecodeSignature(provider, null);
                foreach (string assembly in signature.ParameterTypes.Append(signature.ReturnType).SelectMany(set => set))
                {
                    yield return ($"{name}.{Reader.GetString(method.Name)}", assembly);
                }
            }
        }
    }

    public void Dispose() => _file.Dispose();

    // State machines and closures keep what a body uses in fields; they are bodies.
    private bool IsCompilerMade(TypeDefinition type) => Reader.GetString(type.Name).Contains('<', StringComparison.Ordinal)
        || (type.GetDeclaringType() is { IsNil: false } outer && IsCompilerMade(Reader.GetTypeDefinition(outer)));

    private bool IsVisible(TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => IsVisible(Reader.GetTypeDefinition(type.GetDeclaringType())),
        _ => false,
    };

    private static bool IsVisible(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static bool IsVisible(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;
}
