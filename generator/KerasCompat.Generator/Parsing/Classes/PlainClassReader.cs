using System.Collections.Immutable;
using KerasCompat.Contracts;
using KerasCompat.Generator.Diagnostics;
using KerasCompat.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KerasCompat.Generator.Parsing.Classes;

/// <summary>
/// Reads a class as nearly all are written, from its text alone, so that an edit elsewhere in the project costs it nothing: one declaration,
/// attributes with literal arguments, no declared partial method. Says of such a class exactly what <see cref="ClientClassReader"/> says
/// (a test compares them), and nothing of any other.
/// </summary>
internal static class PlainClassReader
{
    /// <summary>What a class says; null where its text alone does not tell, or where something is wrong with it.</summary>
    /// <param name="type">The declaration.</param>
    /// <param name="aliases">The aliases that attributes of the class must not be.</param>
    public static ClientClass? Read(TypeDeclarationSyntax type, ImmutableHashSet<string> aliases)
    {
        if (type.ContainsDiagnostics
            || PlainDeclaration.TypeOf(type) is not { } spec
            || PlainDeclaration.MembersOf(type) is not { } members
            || PlainAttribute.Of(type, aliases) is not { } attributes)
        {
            return null;
        }

        PlainAttribute[] models = [.. attributes.Where(attribute => attribute.Name == KerasAttributes.Model)];
        if (models is not [{ Arguments: [{ } path] } model] || attributes.Any(attribute => !IsComplete(attribute)))
        {
            return null;
        }

        return new ClientClass(
            spec,
            path,
            model.Lists.TryGetValue("Tags", out EquatableArray<string> tags) ? tags : null,
            model.Lists.TryGetValue("Signatures", out EquatableArray<string> signatures) ? signatures : null,
            new(attributes
                .Where(attribute => attribute.Name == KerasAttributes.Name && attribute.Arguments.Count == 2)
                .Select(attribute => new GivenName(attribute.Arguments[0], attribute.Arguments[1], attribute.Text("Signature"), attribute.Location))),
            new(attributes
                .Where(attribute => attribute.Name == KerasAttributes.Signature)
                .Select(attribute => new GivenMethodName(attribute.Arguments[0], attribute.Text("MethodName"), attribute.Location))),
            new(members),
            Declared: default,
            Problems: default,
            model.Location,
            LocationInfo.From(model.Syntax.ArgumentList!.Arguments[0].Expression));
    }

    // As many arguments as the attribute has, and no property that it does not have: anything else is the compiler's to read.
    private static bool IsComplete(PlainAttribute attribute) => attribute.Name switch
    {
        KerasAttributes.Model => attribute.Has(["Tags", "Signatures"], areLists: true),
        KerasAttributes.Name => attribute.Arguments.Count is 1 or 2 && attribute.Has(["Signature"], areLists: false),
        _ => attribute.Arguments.Count == 1 && attribute.Has(["MethodName"], areLists: false),
    };
}
