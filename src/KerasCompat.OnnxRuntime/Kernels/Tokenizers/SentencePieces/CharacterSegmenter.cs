namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces;

/// <summary>A part for each character, and for each text that the user named (sentencepiece/src/char_model.cc).</summary>
internal sealed class CharacterSegmenter(PieceVocabulary vocabulary) : Segmenter
{
    public override void Cut(ReadOnlySpan<byte> text, List<Segment> segments)
    {
        while (!text.IsEmpty)
        {
            int whole = vocabulary.UserDefined?.Longest(text) ?? 0;
            int length = whole > 0 ? whole : CharacterLength(text);
            segments.Add(new Segment(length, vocabulary.Id(text[..length])));
            text = text[length..];
        }
    }
}
