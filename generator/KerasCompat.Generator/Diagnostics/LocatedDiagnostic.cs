using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Diagnostics;

/// <summary>
/// A diagnostic with the file that it stands in: only a location in a tree of the compilation can be suppressed by #pragma and mended by a
/// code fix. It is reported anew when that file is edited, and not when another is.
/// </summary>
/// <param name="Info">The diagnostic.</param>
/// <param name="File">The file; null where the place lies in none of the compilation.</param>
internal sealed record LocatedDiagnostic(DiagnosticInfo Info, SyntaxTree? File)
{
    /// <summary>The diagnostic as Roslyn reports it.</summary>
    public Diagnostic ToDiagnostic() => Info.ToDiagnostic(Info.Location switch
    {
        null => Location.None,
        { } place when File is null => Location.Create(place.FilePath, place.Span, place.LineSpan),
        { } place => Location.Create(File, place.Span),
    });
}
