using KerasCompat.Contracts;
using KerasCompat.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KerasCompat.Generator.Parsing.Classes;

/// <summary>A class that carries <c>[KerasModel]</c> as far as its file tells.</summary>
/// <param name="Declaration">The class, in the tree of its file, which the compilation keeps alive for as long as the file is not edited.</param>
/// <param name="FullName">The full name, to find other parts of the class by.</param>
/// <param name="Plain">What the class says, where its text alone tells that (<see cref="PlainClassReader"/>); null where the compiler must be asked.</param>
internal sealed record ClassCandidate(TypeDeclarationSyntax Declaration, string FullName, ClientClass? Plain)
{
    /// <summary>The candidate with what its text tells only where that holds in the whole project.</summary>
    /// <param name="severalParts">The classes that are declared in several parts, sorted; what one of them says stands in all its parts.</param>
    /// <param name="namesAreKnown">Whether the attributes are known by their names (<see cref="KerasAttributes.HaveTheirNamesAlone"/>).</param>
    public ClassCandidate In(EquatableArray<string> severalParts, bool namesAreKnown) =>
        Plain is not null && namesAreKnown && !severalParts.Contains(FullName) ? this : this with { Plain = null };

    /// <summary>What the class says; null where its attribute is another of that name.</summary>
    public ClientClass? Read(Compilation compilation, CancellationToken cancellationToken) =>
        Plain ?? ClientClassReader.Read(Declaration, compilation, cancellationToken);
}
