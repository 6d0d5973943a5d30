using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace KerasCompat.Generator.Diagnostics;

/// <summary>A place in the user's code, without the syntax tree that a <see cref="Location"/> keeps alive.</summary>
/// <param name="FilePath">The file.</param>
/// <param name="Span">The characters.</param>
/// <param name="LineSpan">The lines.</param>
internal sealed record LocationInfo(string FilePath, TextSpan Span, LinePositionSpan LineSpan)
{
    /// <summary>The place of a node; null where it lies in no file.</summary>
    public static LocationInfo? From(SyntaxNode? node) => node is null ? null : From(node.GetLocation());

    /// <summary>The place of a location; null where it lies in no file.</summary>
    public static LocationInfo? From(Location location) =>
        location.SourceTree is { } tree ? new(tree.FilePath, location.SourceSpan, location.GetLineSpan().Span) : null;
}
