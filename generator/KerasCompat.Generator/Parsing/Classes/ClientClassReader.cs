using KerasCompat.Contracts;
using KerasCompat.Generator.Diagnostics;
using KerasCompat.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KerasCompat.Generator.Parsing.Classes;

/// <summary>Asks the compiler what a class says, whatever its form, and puts it into records that hold nothing of the compilation.</summary>
internal static class ClientClassReader
{
    /// <summary>
    /// The class that carries the attribute. Null where the attribute is another of that name; and where another part of the class carries it
    /// too and was read: the compiler reports that, and two clients of one class would only hide its message.
    /// </summary>
    public static ClientClass? Read(TypeDeclarationSyntax declaration, Compilation compilation, CancellationToken cancellationToken)
    {
        if (compilation.GetSemanticModel(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellationToken) is not INamedTypeSymbol type
            || KerasAttributes.Of(type, KerasAttributes.Model).FirstOrDefault() is not { ApplicationSyntaxReference: { } place } attribute
            || place.SyntaxTree != declaration.SyntaxTree
            || !declaration.Span.Contains(place.Span))
        {
            return null;
        }

        LocationInfo? location = Location(attribute, cancellationToken);
        string path = attribute.ConstructorArguments.Length == 1 ? attribute.ConstructorArguments[0].Value as string ?? "" : "";
        return new ClientClass(
            new TypeSpec(
                type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
                new(Containers(type)),
                SyntaxFacts.GetText(type.DeclaredAccessibility),
                type.IsRecord ? "record" : "class",
                type.Name),
            path,
            Strings(attribute, "Tags"),
            Strings(attribute, "Signatures"),
            new(Names(type, cancellationToken)),
            new(MethodNames(type, cancellationToken)),
            new(Members(type)),
            new(DeclaredMethodReader.Read(type, cancellationToken)),
            new(ClassProblems.Find(type, declaration, path)),
            location,
            PathLocation(attribute, cancellationToken) ?? location);
    }

    /// <summary>The key that a <c>[KerasSignature]</c> or <c>[KerasName]</c> of one argument gives; null where there is none.</summary>
    internal static string? KeyOf(ISymbol symbol, bool ofParameter) =>
        KerasAttributes.Of(symbol, ofParameter ? KerasAttributes.Name : KerasAttributes.Signature)
            .Select(attribute => Argument(attribute, 0))
            .FirstOrDefault(key => key is not null);

    private static IEnumerable<string> Containers(INamedTypeSymbol type)
    {
        var containers = new Stack<string>();
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            string keyword = outer switch
            {
                { TypeKind: TypeKind.Interface } => "interface",
                { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
                { TypeKind: TypeKind.Struct } => "struct",
                { IsRecord: true } => "record",
                _ => "class",
            };
            containers.Push($"partial {keyword} {Identifiers.Escape(outer.Name)}");
        }

        return containers;
    }

    private static IEnumerable<GivenName> Names(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        foreach (AttributeData attribute in KerasAttributes.Of(type, KerasAttributes.Name))
        {
            if (Argument(attribute, 0) is { } key && Argument(attribute, 1) is { } name)
            {
                yield return new(key, name, Named(attribute, "Signature"), Location(attribute, cancellationToken));
            }
        }
    }

    private static IEnumerable<GivenMethodName> MethodNames(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        foreach (AttributeData attribute in KerasAttributes.Of(type, KerasAttributes.Signature))
        {
            if (Argument(attribute, 0) is { } key)
            {
                yield return new(key, Named(attribute, "MethodName"), Location(attribute, cancellationToken));
            }
        }
    }

    // Methods are left out: a user's own Predict(float[]) is an overload beside the generated ones.
    private static IEnumerable<string> Members(INamedTypeSymbol type) => type.GetMembers()
        .Where(member => member.Kind is not SymbolKind.Method && !member.IsImplicitlyDeclared && member.CanBeReferencedByName)
        .Select(member => member.Name)
        .Distinct();

    private static string? Argument(AttributeData attribute, int index) =>
        attribute.ConstructorArguments.Length > index ? attribute.ConstructorArguments[index].Value as string : null;

    private static string? Named(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value as string;

    private static EquatableArray<string>? Strings(AttributeData attribute, string name)
    {
        TypedConstant value = attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value;
        return value.Kind != TypedConstantKind.Array || value.IsNull
            ? null
            : new EquatableArray<string>(value.Values.Select(item => item.Value as string ?? ""));
    }

    private static LocationInfo? Location(AttributeData attribute, CancellationToken cancellationToken) =>
        LocationInfo.From(attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken));

    private static LocationInfo? PathLocation(AttributeData attribute, CancellationToken cancellationToken) =>
        LocationInfo.From((attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax)
            ?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals is null)?.Expression);
}
