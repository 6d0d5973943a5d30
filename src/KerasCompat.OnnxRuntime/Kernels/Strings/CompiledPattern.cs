using System.Buffers;
using System.Text.RegularExpressions;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>A pattern of RE2, made ready for .NET.</summary>
internal sealed class CompiledPattern
{
    /// <summary>Only patterns with word boundaries need the engine that backtracks; a text that makes it do so for long is refused.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _translated;
    private Regex? _full;

    private CompiledPattern(ReadOnlyMemory<byte> source, string translated, SearchValues<byte>? bytes)
    {
        Source = source;
        _translated = translated;
        Bytes = bytes;
        Regex = Compile(translated);
    }

    /// <summary>The pattern as the model has it.</summary>
    public ReadOnlyMemory<byte> Source { get; }

    /// <summary>The bytes that it matches, when it matches exactly one byte of ASCII.</summary>
    public SearchValues<byte>? Bytes { get; }

    public Regex Regex { get; }

    /// <summary>The pattern that matches nothing less than the whole text.</summary>
    public Regex Full => _full ??= Compile($"\\A(?:{_translated})\\z");

    public static CompiledPattern Create(ReadOnlyMemory<byte> source)
    {
        string translated = Re2Syntax.ToDotNet(Utf8Text.Decode(source.Span));
        return new CompiledPattern(source, translated, AsciiSet(translated));
    }

    private static Regex Compile(string pattern)
    {
        try
        {
            return pattern.Contains("(?<", StringComparison.Ordinal) || pattern.Contains("(?=", StringComparison.Ordinal)
                ? new Regex(pattern, RegexOptions.CultureInvariant, Patience)
                : new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Patience);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw KernelContext.Refuse($"invalid pattern: {e.Message}");
        }
    }

    /// <summary>Tries every byte of ASCII against a pattern that is one class, and makes sure that it matches nothing else.</summary>
    private static SearchValues<byte>? AsciiSet(string translated)
    {
        if (!translated.StartsWith('[') || translated.StartsWith("[^", StringComparison.Ordinal) || translated.IndexOf(']', StringComparison.Ordinal) != translated.Length - 1
            || translated.Contains("\\p", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var regex = Compile(translated);
        for (int c = 128; c <= char.MaxValue; c++)
        {
            if (regex.IsMatch(new ReadOnlySpan<char>([(char)c])))
            {
                return null;
            }
        }

        return SearchValues.Create([.. Enumerable.Range(0, 128).Where(c => regex.IsMatch(new ReadOnlySpan<char>([(char)c]))).Select(c => (byte)c)]);
    }
}
