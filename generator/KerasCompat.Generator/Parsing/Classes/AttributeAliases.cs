using System.Collections.Immutable;
using KerasCompat.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KerasCompat.Generator.Parsing.Classes;

/// <summary>
/// The aliases that stand for an attribute of KerasCompat, or take the name of one: <c>using Model = KerasCompat.KerasModelAttribute;</c>.
/// What they mean is the compiler's to say; here it matters only that an attribute with such a name is not what its name says.
/// </summary>
internal static class AttributeAliases
{
    /// <summary>The aliases that a file gives to the whole project; nearly always none.</summary>
    public static EquatableArray<string> GlobalIn(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (tree.GetRoot(cancellationToken) is not CompilationUnitSyntax { Usings.Count: > 0 } file)
        {
            return default;
        }

        ImmutableHashSet<string> aliases = With([], file.Usings.Where(directive => directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword)));
        return aliases.Count == 0 ? default : new(aliases.OrderBy(alias => alias, StringComparer.Ordinal));
    }

    /// <summary>Aliases together with those among using directives, which stand in the order of the file: an alias may stand for one before it.</summary>
    public static ImmutableHashSet<string> With(ImmutableHashSet<string> aliases, IEnumerable<UsingDirectiveSyntax> directives)
    {
        foreach (UsingDirectiveSyntax directive in directives)
        {
            if (directive is { Alias.Name.Identifier.ValueText: { } alias, NamespaceOrType: NameSyntax target }
                && (IsMeant(KerasAttributes.LastName(target).ValueText, aliases) || KerasAttributes.Find(alias) is not null))
            {
                aliases = aliases.Add(alias);
            }
        }

        return aliases;

        static bool IsMeant(string name, ImmutableHashSet<string> aliases) => KerasAttributes.Find(name) is not null || aliases.Contains(name);
    }

    /// <summary>Whether an attribute of this name may be an alias: C# looks for the name with and without <c>Attribute</c> at its end.</summary>
    public static bool MayBe(ImmutableHashSet<string> aliases, string name) =>
        aliases.Count > 0 && (aliases.Contains(name) || aliases.Contains($"{name}Attribute"));
}
