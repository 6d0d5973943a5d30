using System.Buffers;
using System.Text;
using KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces.Protos;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces;

/// <summary>What happens to a text before it is cut into pieces: characters are mapped, white space is thinned out and marked (sentencepiece/src/normalizer.cc).</summary>
internal sealed class PieceNormalizer
{
    private readonly CharacterMap? _map;
    private readonly PieceTrie? _kept;
    private readonly bool _spaceAfter;
    private readonly bool _addSpace;
    private readonly bool _thinOut;
    private readonly bool _mark;

    /// <param name="spec">What the model says.</param>
    /// <param name="spaceAfter">Whether the added space stands behind the text and not before it.</param>
    /// <param name="kept">Texts that stay as they are; null for none.</param>
    public PieceNormalizer(NormalizerSpec spec, bool spaceAfter, PieceTrie? kept)
    {
        _map = spec.PrecompiledCharsmap.IsEmpty ? null : new CharacterMap(spec.PrecompiledCharsmap);
        _kept = kept;
        _spaceAfter = spaceAfter;
        _addSpace = spec.AddDummyPrefix;
        _thinOut = spec.RemoveExtraWhitespaces;
        _mark = spec.EscapeWhitespaces;
    }

    /// <summary>U+2581, which stands for a space within pieces.</summary>
    public static ReadOnlySpan<byte> SpaceMark => "\u2581"u8;

    private ReadOnlySpan<byte> Space => _mark ? SpaceMark : " "u8;

    /// <summary>Normalizes a text.</summary>
    public void Normalize(ReadOnlySpan<byte> text, NormalizedText result)
    {
        result.Clear();
        int at = 0;
        if (_thinOut)
        {
            while (at < text.Length && Next(text[at..], out ReadOnlySpan<byte> first) is int length && first.SequenceEqual(" "u8))
            {
                at += length;
            }
        }

        if (at == text.Length)
        {
            result.End(0);
            return;
        }

        if (_addSpace && !_spaceAfter)
        {
            result.Append(Space, at);
        }

        bool afterSpace = _thinOut;
        while (at < text.Length)
        {
            int length = Next(text[at..], out ReadOnlySpan<byte> part);
            part = afterSpace ? part.TrimStart((byte)' ') : part;
            if (!part.IsEmpty)
            {
                Append(part, at, result);
                afterSpace = _thinOut && part[^1] == ' ';
            }

            at += length;
        }

        while (_thinOut && result.Bytes.EndsWith(Space))
        {
            at = result.Truncate(result.Length - Space.Length);
        }

        if (_addSpace && _spaceAfter)
        {
            result.Append(Space, at);
        }

        result.End(at);
    }

    private void Append(ReadOnlySpan<byte> part, int origin, NormalizedText result)
    {
        while (_mark && part.IndexOf((byte)' ') is >= 0 and int space)
        {
            result.Append(part[..space], origin);
            result.Append(SpaceMark, origin);
            part = part[(space + 1)..];
        }

        result.Append(part, origin);
    }

    /// <summary>How many bytes the next part of a text has, and what it becomes.</summary>
    private int Next(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> becomes)
    {
        int length = _kept?.Longest(text) ?? 0;
        if (length > 0)
        {
            becomes = text[..length];
            return length;
        }

        if (_map is not null && (length = _map.Find(text, out becomes)) > 0)
        {
            return length;
        }

        if (Rune.DecodeFromUtf8(text, out _, out length) == OperationStatus.Done)
        {
            becomes = text[..length];
            return length;
        }

        becomes = "\uFFFD"u8;
        return 1;
    }
}
