using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace StormDetect.HelpGen;

/// <summary>An assembly opened as metadata; no code of it ever runs.</summary>
internal sealed class MetadataFile : IDisposable
{
    private readonly PEReader _file;
    private readonly Dictionary<string, TypeDefinitionHandle> _types = new(StringComparer.Ordinal);

    /// <summary>Initialises a new instance of the <see cref="MetadataFile"/> class.</summary>
    /// <param name="path">The DLL.</param>
    public MetadataFile(string path)
    {
        _file = new PEReader(new MemoryStream(File.ReadAllBytes(path)));
        Reader = _file.GetMetadataReader();
        foreach (TypeDefinitionHandle handle in Reader.TypeDefinitions)
        {
            _types.TryAdd(ShapeProvider.Instance.GetTypeFromDefinition(Reader, handle, 0).FullName, handle);
        }
    }

    /// <summary>The reader over its tables.</summary>
    public MetadataReader Reader { get; }

    /// <summary>Finds a type by its full name.</summary>
    /// <param name="fullName">Namespace and name.</param>
    /// <returns>The type, or null.</returns>
    public TypeDefinition? Find(string fullName) => _types.TryGetValue(fullName, out TypeDefinitionHandle handle) ? Reader.GetTypeDefinition(handle) : null;

    /// <summary>Full name of a type as documentation ids spell it.</summary>
    /// <param name="type">The type.</param>
    public string DocumentationName(TypeDefinition type)
    {
        string name = Reader.GetString(type.Name);
        if (type.GetDeclaringType() is { IsNil: false } outer)
        {
            return DocumentationName(Reader.GetTypeDefinition(outer)) + "." + name;
        }

        string space = Reader.GetString(type.Namespace);
        return space.Length > 0 ? space + "." + name : name;
    }

    /// <summary>The base type's full name, or null.</summary>
    /// <param name="type">The type.</param>
    public string? BaseName(TypeDefinition type) => type.BaseType switch
    {
        { IsNil: true } => null,
        { Kind: HandleKind.TypeDefinition } handle => ShapeProvider.Instance.GetTypeFromDefinition(Reader, (TypeDefinitionHandle)handle, 0).FullName,
        { Kind: HandleKind.TypeReference } handle => ShapeProvider.Instance.GetTypeFromReference(Reader, (TypeReferenceHandle)handle, 0).FullName,
        EntityHandle handle => Reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(ShapeProvider.Instance, null).FullName,
    };

    /// <summary>Names of an enum's values in order of declaration; none for other types.</summary>
    /// <param name="fullName">Full name of the type.</param>
    public IReadOnlyList<string> EnumNames(string fullName) => Find(fullName) is { } type && BaseName(type) == "System.Enum"
        ? type.GetFields().Select(Reader.GetFieldDefinition).Where(field => field.Attributes.HasFlag(FieldAttributes.Literal)).Select(field => Reader.GetString(field.Name)).ToArray()
        : [];

    /// <summary>The attributes in a collection, as written.</summary>
    /// <param name="handles">Their handles.</param>
    public IEnumerable<AttributeShape> Attributes(CustomAttributeHandleCollection handles)
    {
        foreach (CustomAttribute attribute in handles.Select(Reader.GetCustomAttribute))
        {
            CustomAttributeValue<TypeShape> value = attribute.DecodeValue(ShapeProvider.Instance);
            yield return new AttributeShape(
                AttributeName(attribute),
                value.FixedArguments.SelectMany(argument => Flatten(argument.Value)).ToArray(),
                value.NamedArguments.ToDictionary(argument => argument.Name!, argument => argument.Value, StringComparer.Ordinal));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static IEnumerable<object?> Flatten(object? value) =>
        value is ImmutableArray<CustomAttributeTypedArgument<TypeShape>> items ? items.SelectMany(item => Flatten(item.Value)) : [value];

    private string AttributeName(CustomAttribute attribute)
    {
        EntityHandle owner = attribute.Constructor.Kind == HandleKind.MemberReference
            ? Reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent
            : Reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType();
        return owner.Kind == HandleKind.TypeReference
            ? ShapeProvider.Instance.GetTypeFromReference(Reader, (TypeReferenceHandle)owner, 0).FullName
            : ShapeProvider.Instance.GetTypeFromDefinition(Reader, (TypeDefinitionHandle)owner, 0).FullName;
    }
}
