using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Diagnostics;

/// <summary>The files of a compilation that a diagnostic can stand in. Ordered only when the first one does.</summary>
internal sealed class FilesByPath(IEnumerable<SyntaxTree> files)
{
    private readonly Lazy<ILookup<string, SyntaxTree>> _files = new(() => files.ToLookup(file => file.FilePath, StringComparer.Ordinal));

    /// <summary>A diagnostic with its file.</summary>
    public LocatedDiagnostic Locate(DiagnosticInfo diagnostic) => new(
        diagnostic,
        diagnostic.Location is { } place ? _files.Value[place.FilePath].FirstOrDefault(file => file.Length >= place.Span.End) : null);
}
