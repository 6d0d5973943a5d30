namespace KerasCompat.CodeFixes;

/// <summary>One node in place of another.</summary>
/// <param name="Title">What the user reads.</param>
/// <param name="Old">The node that goes.</param>
/// <param name="New">The node that comes; names in full are shortened where the file's using directives allow it.</param>
/// <param name="Key">By what the same change at other places is known; null for the fix itself.</param>
internal sealed record NodeChange(string Title, SyntaxNode Old, SyntaxNode New, string? Key = null);
