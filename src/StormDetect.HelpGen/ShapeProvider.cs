using System;
using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace StormDetect.HelpGen;

/// <summary>Turns signatures and attribute arguments in metadata into <see cref="TypeShape"/>s. Nothing is loaded.</summary>
internal sealed class ShapeProvider : ISignatureTypeProvider<TypeShape, object?>, ICustomAttributeTypeProvider<TypeShape>
{
    /// <summary>The one instance: it has no state.</summary>
    public static ShapeProvider Instance { get; } = new();

    /// <inheritdoc/>
    public TypeShape GetPrimitiveType(PrimitiveTypeCode typeCode) => TypeShape.Simple(typeCode.ToString());

    /// <inheritdoc/>
    public TypeShape GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        string name = WithoutArity(reader.GetString(type.Name));
        if (type.GetDeclaringType() is { IsNil: false } outer)
        {
            TypeShape outerShape = GetTypeFromDefinition(reader, outer, rawTypeKind);
            return outerShape with { Name = outerShape.Name + "." + name };
        }

        return TypeShape.Simple(name, reader.GetString(type.Namespace));
    }

    /// <inheritdoc/>
    public TypeShape GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = WithoutArity(reader.GetString(type.Name));
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            TypeShape outer = GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, rawTypeKind);
            return outer with { Name = outer.Name + "." + name };
        }

        return TypeShape.Simple(name, reader.GetString(type.Namespace));
    }

    /// <inheritdoc/>
    public TypeShape GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    /// <inheritdoc/>
    public TypeShape GetGenericInstantiation(TypeShape genericType, ImmutableArray<TypeShape> typeArguments) => genericType with { Arguments = typeArguments };

    /// <inheritdoc/>
    public TypeShape GetSZArrayType(TypeShape elementType) => elementType with { Rank = elementType.Rank + 1 };

    /// <inheritdoc/>
    public TypeShape GetArrayType(TypeShape elementType, ArrayShape shape) => GetSZArrayType(elementType);

    /// <inheritdoc/>
    public TypeShape GetByReferenceType(TypeShape elementType) => elementType;

    /// <inheritdoc/>
    public TypeShape GetPointerType(TypeShape elementType) => elementType;

    /// <inheritdoc/>
    public TypeShape GetPinnedType(TypeShape elementType) => elementType;

    /// <inheritdoc/>
    public TypeShape GetModifiedType(TypeShape modifier, TypeShape unmodifiedType, bool isRequired) => unmodifiedType;

    /// <inheritdoc/>
    public TypeShape GetFunctionPointerType(MethodSignature<TypeShape> signature) => TypeShape.Simple("IntPtr");

    /// <inheritdoc/>
    public TypeShape GetGenericMethodParameter(object? genericContext, int index) => TypeShape.Simple("T", "");

    /// <inheritdoc/>
    public TypeShape GetGenericTypeParameter(object? genericContext, int index) => TypeShape.Simple("T", "");

    /// <inheritdoc/>
    public TypeShape GetSystemType() => TypeShape.Simple("Type");

    /// <inheritdoc/>
    public bool IsSystemType(TypeShape type) => type.FullName == "System.Type";

    /// <inheritdoc/>
    public TypeShape GetTypeFromSerializedName(string name)
    {
        string full = name.Split(',')[0].Trim();
        int rank = 0;
        while (full.EndsWith("[]", StringComparison.Ordinal))
        {
            full = full[..^2];
            rank++;
        }

        int dot = full.LastIndexOf('.');
        return new TypeShape(dot < 0 ? "" : full[..dot], WithoutArity(full[(dot + 1)..]).Replace('+', '.'), [], rank);
    }

    /// <inheritdoc/>
    // Every enum that a PowerShell attribute takes (ConfirmImpact and the like) is an Int32 underneath.
    public PrimitiveTypeCode GetUnderlyingEnumType(TypeShape type) => PrimitiveTypeCode.Int32;

    private static string WithoutArity(string name) => name.IndexOf('`', StringComparison.Ordinal) is > 0 and int tick ? name[..tick] : name;
}
