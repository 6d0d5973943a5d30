namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>A pattern of RE2, translated.</summary>
/// <param name="DotNet">The pattern for .NET's engine, on the text of <see cref="BytePattern"/>.</param>
/// <param name="Groups">The number of capturing groups.</param>
/// <param name="Set">The set, when the pattern matches any one character of a set and nothing else.</param>
/// <param name="Run">Whether it matches all characters of the set that follow each other.</param>
/// <param name="Literal">The text, when the pattern matches one text and nothing else.</param>
internal sealed record Re2Pattern(string DotNet, int Groups, CodePointSet? Set, bool Run, string? Literal);
