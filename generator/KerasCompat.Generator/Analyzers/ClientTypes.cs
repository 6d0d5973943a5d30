using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Analyzers;

/// <summary>The types of KerasCompat as a compilation has them.</summary>
internal sealed class ClientTypes
{
    private readonly INamedTypeSymbol _modelAttribute;
    private readonly INamedTypeSymbol? _shapeAttribute;

    private ClientTypes(INamedTypeSymbol modelAttribute, INamedTypeSymbol? shapeAttribute)
    {
        _modelAttribute = modelAttribute;
        _shapeAttribute = shapeAttribute;
    }

    /// <summary>The types of a compilation; null when it does not reference KerasCompat.</summary>
    public static ClientTypes? Find(Compilation compilation) =>
        compilation.GetTypeByMetadataName(Parsing.Classes.KerasAttributes.ModelMetadataName) is { } attribute
            ? new(attribute, compilation.GetTypeByMetadataName("KerasCompat.KerasShapeAttribute"))
            : null;

    /// <summary>Whether a type is a client.</summary>
    public bool IsClient(ITypeSymbol? type) => type is not null && Has(type, _modelAttribute);

    /// <summary>Whether a method loads a model into a new client.</summary>
    public bool IsLoad(IMethodSymbol method) =>
        method is { IsStatic: true, Name: "Load" or "Create" }
        && IsClient(method.ContainingType)
        && SymbolEqualityComparer.Default.Equals(method.ReturnType, method.ContainingType);

    /// <summary>The shape that a parameter takes; null where the model states none.</summary>
    public IReadOnlyList<long>? ShapeOf(IParameterSymbol parameter)
    {
        // Attributes are read of tensors alone: every argument of every call in the project comes by here.
        if (parameter.Type is not INamedTypeSymbol { Name: "ReadOnlyTensorSpan" or "TensorSpan" or "Tensor", Arity: 1 })
        {
            return null;
        }

        foreach (AttributeData attribute in parameter.GetAttributes())
        {
            if (SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, _shapeAttribute)
                && attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Array } dimensions])
            {
                return [.. dimensions.Values.Select(dimension => dimension.Value is long size ? size : -1)];
            }
        }

        return null;
    }

    private static bool Has(ITypeSymbol type, INamedTypeSymbol attribute) =>
        type.GetAttributes().Any(candidate => SymbolEqualityComparer.Default.Equals(candidate.AttributeClass, attribute));
}
