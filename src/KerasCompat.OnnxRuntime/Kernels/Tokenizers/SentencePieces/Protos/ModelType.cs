namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces.Protos;

/// <summary>How a model cuts texts (<c>TrainerSpec.ModelType</c>).</summary>
internal enum ModelType
{
    Unigram = 1,
    Bpe = 2,
    Word = 3,
    Char = 4,
}
