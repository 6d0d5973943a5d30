using System.Buffers;
using System.Text.RegularExpressions;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>A pattern and what takes the place of its matches, with buffers that are used again.</summary>
internal sealed class PatternReplacement(CompiledPattern pattern, RewriteTemplate template)
{
    private readonly Cuts _found = new();
    private readonly ArrayBufferWriter<byte> _result = new();

    public bool Is(ReadOnlySpan<byte> source, ReadOnlySpan<byte> rewrite) => pattern.Source.Span.SequenceEqual(source) && template.Source.Span.SequenceEqual(rewrite);

    /// <summary>Replaces the matches in a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="all">Whether all of them, and not only the first.</param>
    /// <param name="chunks">Where the result is written.</param>
    public ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> text, bool all, ByteChunks chunks)
    {
        // RE2 leaves the text alone when the rewrite refers to a group that the pattern does not have.
        if (template.MostGroup > pattern.Groups)
        {
            return text;
        }

        return template.Text is { } fixedText ? ReplaceText(text, fixedText, all, chunks) : ReplaceGroups(text, all);
    }

    private ReadOnlyMemory<byte> ReplaceText(ReadOnlyMemory<byte> text, byte[] fixedText, bool all, ByteChunks chunks)
    {
        if (all && fixedText.Length == 0 && pattern.RemoveAll(text, chunks) is { } without)
        {
            return without;
        }

        pattern.FindAll(text.Span, _found);
        int count = all ? _found.Count : Math.Min(1, _found.Count);
        if (count == 0)
        {
            return text;
        }

        int removed = 0;
        for (int i = 0; i < count; i++)
        {
            removed += _found[i].Length;
        }

        ReadOnlySpan<byte> bytes = text.Span;
        int length = checked(bytes.Length - removed + (count * fixedText.Length));
        Span<byte> rest = chunks.Room(length);
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            (int start, int matched) = _found[i];
            bytes[at..start].CopyTo(rest);
            rest = rest[(start - at)..];
            fixedText.CopyTo(rest);
            rest = rest[fixedText.Length..];
            at = start + matched;
        }

        bytes[at..].CopyTo(rest);
        return chunks.Take(length);
    }

    private ReadOnlyMemory<byte> ReplaceGroups(ReadOnlyMemory<byte> text, bool all)
    {
        string characters = string.Create(text.Length, text, (span, bytes) => BytePattern.ToText(bytes.Span, span));
        IReadOnlyList<Match> matches = pattern.Capturing.Matches(characters);
        if (matches.Count == 0)
        {
            return text;
        }

        _result.ResetWrittenCount();
        int at = 0, lastEnd = -1;
        foreach (Match match in matches)
        {
            if ((all || lastEnd < 0) && CompiledPattern.IsReplaced(text.Span, match.Index, match.Length, lastEnd))
            {
                _result.Write(text.Span[at..match.Index]);
                template.Write(text.Span, match.Groups, _result);
                at = lastEnd = match.Index + match.Length;
            }
        }

        _result.Write(text.Span[at..]);
        return _result.WrittenMemory.ToArray();
    }
}
