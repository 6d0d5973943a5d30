using KerasCompat.Contracts;
using KerasCompat.Generator.Diagnostics;
using KerasCompat.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KerasCompat.Generator.Parsing.Classes;

/// <summary>Finds the classes with <c>[KerasModel]</c>.</summary>
/// <remarks>
/// <c>ForAttributeWithMetadataName</c> asks the compiler about each attribute again whenever anything in the project changes, which with many
/// models is most of what a keystroke costs. Here a file is read when it is edited, and the compiler is asked only about classes whose
/// text alone does not tell what they say. What could change the meaning of a text from elsewhere (a type or an alias of the same name,
/// another part of the class) is watched beside it.
/// </remarks>
internal sealed class ClientClasses
{
    /// <summary>The steps that find the classes of a project.</summary>
    public ClientClasses(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<SyntaxTree> files = context.CompilationProvider
            .SelectMany(static (compilation, _) => ((CSharpCompilation)compilation).SyntaxTrees);

        IncrementalValueProvider<EquatableArray<string>> globalAliases = files
            .Select(AttributeAliases.GlobalIn)
            .Where(static aliases => aliases.Count > 0)
            .Collect()
            .Select(static (aliases, _) => new EquatableArray<string>(aliases.SelectMany(names => names)));

        IncrementalValuesProvider<FileOutline> outlines = files
            .Combine(globalAliases)
            .Select(static (pair, cancellationToken) => FileOutline.Read(pair.Left, pair.Right, cancellationToken));

        IncrementalValueProvider<EquatableArray<string>> severalParts = outlines
            .Select(static (outline, _) => outline.Parts)
            .Where(static parts => parts.Count > 0)
            .Collect()
            .Select(static (files, _) => FileOutline.SeveralParts(files));

        IncrementalValueProvider<bool> namesAreKnown = context.CompilationProvider
            .Select(static (compilation, _) => KerasAttributes.HaveTheirNamesAlone(compilation))
            .WithTrackingName(TrackingNames.Attributes);

        All = outlines
            .SelectMany(static (outline, _) => outline.Candidates)
            .Combine(severalParts.Combine(namesAreKnown))
            .Select(static (pair, _) => pair.Left.In(pair.Right.Left, pair.Right.Right))
            .Combine(context.CompilationProvider)
            .Select(static (pair, cancellationToken) => pair.Left.Read(pair.Right, cancellationToken))
            .Where(static client => client is not null)
            .Select(static (client, _) => client!)
            .WithTrackingName(TrackingNames.Classes);

        Files = outlines
            .Where(static outline => outline.Parts.Count > 0)
            .Select(static (outline, _) => outline.File)
            .Collect()
            .Select(static (files, _) => new FilesByPath(files));
    }

    /// <summary>The classes, as they are declared.</summary>
    public IncrementalValuesProvider<ClientClass> All { get; }

    /// <summary>The files that something can be reported in.</summary>
    public IncrementalValueProvider<FilesByPath> Files { get; }
}
