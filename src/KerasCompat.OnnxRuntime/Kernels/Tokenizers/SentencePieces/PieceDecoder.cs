using System.Buffers;
using System.Text;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces;

/// <summary>Pieces to texts (SentencePieceProcessor::Decode).</summary>
/// <param name="model">The model.</param>
internal sealed class PieceDecoder(SentencePieceModel model)
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Puts pieces together.</summary>
    /// <param name="pieces">The pieces, each with its text where that is not the vocabulary's.</param>
    /// <param name="reverse">Whether the last comes first.</param>
    public byte[] Decode(ReadOnlySpan<EncodedPiece> pieces, bool reverse)
    {
        _text.ResetWrittenCount();
        for (int i = 0; i < pieces.Length; i++)
        {
            Append(pieces[reverse ? pieces.Length - 1 - i : i]);
        }

        AppendBytes();
        if (model.Denormalizer is not { } denormalizer)
        {
            return _text.WrittenSpan.ToArray();
        }

        var result = new NormalizedText();
        denormalizer.Normalize(_text.WrittenSpan, result);
        return result.Bytes.ToArray();
    }

    private void Append(EncodedPiece piece)
    {
        PieceVocabulary vocabulary = model.Vocabulary;
        if (vocabulary.IsByte(piece.Id))
        {
            _bytes.GetSpan(1)[0] = vocabulary.ByteOf(piece.Id);
            _bytes.Advance(1);
            return;
        }

        AppendBytes();
        ReadOnlySpan<byte> text = (piece.OwnText ?? vocabulary[piece.Id]).Span;
        if (vocabulary.IsControl(piece.Id))
        {
            return;
        }

        if (piece.Id == vocabulary.Unknown)
        {
            _text.Write(text.SequenceEqual(vocabulary[piece.Id].Span) ? model.UnknownSurface.Span : text);
            return;
        }

        if (model.StripsSpace && _text.WrittenCount == 0 && text.StartsWith(PieceNormalizer.SpaceMark))
        {
            text = text[PieceNormalizer.SpaceMark.Length..];
        }

        for (int mark = text.IndexOf(PieceNormalizer.SpaceMark); mark >= 0; mark = text.IndexOf(PieceNormalizer.SpaceMark))
        {
            _text.Write(text[..mark]);
            _text.Write(" "u8);
            text = text[(mark + PieceNormalizer.SpaceMark.Length)..];
        }

        _text.Write(text);
    }

    /// <summary>Appends the bytes that pieces of their own stood for; each that is not UTF-8 as U+FFFD.</summary>
    private void AppendBytes()
    {
        ReadOnlySpan<byte> bytes = _bytes.WrittenSpan;
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out _, out int length) == OperationStatus.Done)
            {
                _text.Write(bytes[..length]);
                bytes = bytes[length..];
            }
            else
            {
                _text.Write("\uFFFD"u8);
                bytes = bytes[1..];
            }
        }

        _bytes.ResetWrittenCount();
    }
}
