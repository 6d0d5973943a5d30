namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces;

/// <summary>A part for each word: from a mark of a space to the next (sentencepiece/src/word_model.cc).</summary>
internal sealed class WordSegmenter(PieceVocabulary vocabulary) : Segmenter
{
    public override void Cut(ReadOnlySpan<byte> text, List<Segment> segments)
    {
        while (!text.IsEmpty)
        {
            int next = text[1..].IndexOf(PieceNormalizer.SpaceMark);
            int length = next < 0 ? text.Length : next + 1;
            segments.Add(new Segment(length, vocabulary.Id(text[..length])));
            text = text[length..];
        }
    }
}
