using Microsoft.CodeAnalysis;

namespace KerasCompat.CodeFixes;

/// <summary>One node in place of another.</summary>
/// <param name="Title">What the user reads.</param>
/// <param name="Key">By what the same change at other places is known.</param>
/// <param name="Old">The node that goes.</param>
/// <param name="New">The node that comes.</param>
internal sealed record NodeChange(string Title, string Key, SyntaxNode Old, SyntaxNode New);
