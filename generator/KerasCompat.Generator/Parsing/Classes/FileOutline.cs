using System.Collections.Immutable;
using KerasCompat.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KerasCompat.Generator.Parsing.Classes;

/// <summary>What a file tells of clients. Made anew only when that file is edited.</summary>
/// <param name="File">The file.</param>
/// <param name="Candidates">The classes with <c>[KerasModel]</c>.</param>
/// <param name="Parts">The full names of the classes that are declared <c>partial</c>, each as often as it is declared, and those with <c>[KerasModel]</c>.</param>
internal sealed record FileOutline(SyntaxTree File, EquatableArray<ClassCandidate> Candidates, EquatableArray<string> Parts)
{
    /// <summary>Reads the declarations of a file, and nothing inside them that is no declaration of a type.</summary>
    /// <param name="file">The file.</param>
    /// <param name="globalAliases">The aliases that all files of the project have.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static FileOutline Read(SyntaxTree file, EquatableArray<string> globalAliases, CancellationToken cancellationToken)
    {
        var candidates = new List<ClassCandidate>();
        var parts = new List<string>();
        ImmutableHashSet<string> aliases = [.. globalAliases];
        foreach (SyntaxNode node in file.GetRoot(cancellationToken).DescendantNodes(MayHoldTypes))
        {
            switch (node)
            {
                // Those of a namespace are taken for those of the whole file: too many aliases cost time only.
                case UsingDirectiveSyntax { Alias: not null } directive:
                    aliases = AttributeAliases.With(aliases, [directive]);
                    break;
                case TypeDeclarationSyntax type when type.Modifiers.Any(SyntaxKind.PartialKeyword) || IsCandidate(type, aliases):
                    string name = DeclaredNames.FullNameOf(type);
                    parts.Add(name);
                    if (IsCandidate(type, aliases))
                    {
                        candidates.Add(new(type, name, PlainClassReader.Read(type, aliases)));
                    }

                    break;
            }
        }

        return new(file, new(candidates), new(parts));
    }

    /// <summary>The names that are declared more than once in a project, sorted.</summary>
    public static EquatableArray<string> SeveralParts(ImmutableArray<EquatableArray<string>> files)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return new(files.SelectMany(parts => parts).Where(part => !seen.Add(part)).Distinct().OrderBy(name => name, StringComparer.Ordinal));
    }

    private static bool MayHoldTypes(SyntaxNode node) => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax;

    private static bool IsCandidate(TypeDeclarationSyntax type, ImmutableHashSet<string> aliases) =>
        type.AttributeLists.SelectMany(list => list.Attributes).Any(attribute =>
        {
            string name = KerasAttributes.LastName(attribute.Name).ValueText;
            return KerasAttributes.Find(name) == KerasAttributes.Model || AttributeAliases.MayBe(aliases, name);
        });
}
