using KerasCompat.Generator.Diagnostics;
using KerasCompat.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KerasCompat.Generator.Parsing.Classes;

/// <summary>Reads the partial methods that a class declares without a body.</summary>
internal static class DeclaredMethodReader
{
    // A type that is yet to be generated (the result) is known by its bare name alone.
    private static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The declared methods of a class, in the order of their declarations.</summary>
    public static IEnumerable<DeclaredMethod> Read(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        foreach (IMethodSymbol method in type.GetMembers().OfType<IMethodSymbol>())
        {
            if (method is { IsPartialDefinition: true, PartialImplementationPart: null, IsStatic: false, TypeParameters.IsEmpty: true }
                && method.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is MethodDeclarationSyntax declaration)
            {
                yield return new DeclaredMethod(
                    method.Name,
                    ClientClassReader.KeyOf(method, ofParameter: false),
                    string.Join(" ", declaration.Modifiers.Select(modifier => modifier.ValueText)),
                    method.ReturnType.ToDisplayString(TypeFormat),
                    new(method.Parameters.Select((parameter, i) => Parameter(parameter, declaration.ParameterList.Parameters[i]))),
                    LocationInfo.From(declaration.Identifier.GetLocation()),
                    LocationInfo.From(declaration.ReturnType));
            }
        }
    }

    private static DeclaredParameter Parameter(IParameterSymbol parameter, ParameterSyntax syntax)
    {
        string modifier = parameter.RefKind switch
        {
            RefKind.Out => "out ",
            RefKind.Ref => "ref ",
            RefKind.In => "in ",
            RefKind.RefReadOnlyParameter => "ref readonly ",
            _ => "",
        };
        return new(
            parameter.Name,
            ClientClassReader.KeyOf(parameter, ofParameter: true),
            modifier + parameter.Type.ToDisplayString(TypeFormat),
            LocationInfo.From(syntax));
    }
}
