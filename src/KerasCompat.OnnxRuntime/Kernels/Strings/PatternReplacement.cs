using System.Buffers;
using System.Text.RegularExpressions;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>A pattern and what takes the place of its matches, with buffers that are used again.</summary>
internal sealed class PatternReplacement(CompiledPattern pattern, RewriteTemplate template)
{
    private readonly List<Range> _found = [];
    private readonly ArrayBufferWriter<byte> _result = new();

    public bool Is(ReadOnlySpan<byte> source, ReadOnlySpan<byte> rewrite) => pattern.Source.Span.SequenceEqual(source) && template.Source.Span.SequenceEqual(rewrite);

    public ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> text, bool all)
    {
        // RE2 leaves the text alone when the rewrite refers to a group that the pattern does not have.
        if (template.MostGroup > pattern.Groups)
        {
            return text;
        }

        return template.Text is { } fixedText ? ReplaceText(text, fixedText, all) : ReplaceGroups(text, all);
    }

    private ReadOnlyMemory<byte> ReplaceText(ReadOnlyMemory<byte> text, byte[] fixedText, bool all)
    {
        pattern.FindAll(text.Span, _found);
        int count = all ? _found.Count : Math.Min(1, _found.Count);
        if (count == 0)
        {
            return text;
        }

        int removed = 0;
        for (int i = 0; i < count; i++)
        {
            removed += _found[i].End.Value - _found[i].Start.Value;
        }

        var result = new byte[text.Length - removed + (count * fixedText.Length)];
        Span<byte> rest = result;
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> kept = text.Span[at.._found[i].Start.Value];
            kept.CopyTo(rest);
            fixedText.CopyTo(rest[kept.Length..]);
            rest = rest[(kept.Length + fixedText.Length)..];
            at = _found[i].End.Value;
        }

        text.Span[at..].CopyTo(rest);
        return result;
    }

    private ReadOnlyMemory<byte> ReplaceGroups(ReadOnlyMemory<byte> text, bool all)
    {
        string characters = string.Create(text.Length, text, (span, bytes) => BytePattern.ToText(bytes.Span, span));
        Match match = pattern.Capturing.Match(characters);
        if (!match.Success)
        {
            return text;
        }

        _result.ResetWrittenCount();
        int at = 0, lastEnd = -1;
        for (; match.Success && (all || lastEnd < 0); match = match.NextMatch())
        {
            if (CompiledPattern.IsReplaced(text.Span, match.Index, match.Length, lastEnd))
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
