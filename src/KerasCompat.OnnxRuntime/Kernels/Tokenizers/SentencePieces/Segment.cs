namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces;

/// <summary>A part of a normalized text and the number of the piece that it is; the number of the unknown piece where it is none.</summary>
internal readonly record struct Segment(int Length, int Id);
