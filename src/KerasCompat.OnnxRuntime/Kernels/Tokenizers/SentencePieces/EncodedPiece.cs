namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces;

/// <summary>A piece of a text.</summary>
/// <param name="Id">Its number.</param>
/// <param name="OwnText">Its text, where it is not the one of the vocabulary; else null.</param>
/// <param name="Start">The byte of the original text from which it goes.</param>
/// <param name="Limit">The byte before which it ends.</param>
internal readonly record struct EncodedPiece(int Id, ReadOnlyMemory<byte>? OwnText, int Start, int Limit);
