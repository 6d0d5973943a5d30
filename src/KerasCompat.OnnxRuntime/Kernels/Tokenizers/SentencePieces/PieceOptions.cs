namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces;

/// <summary>What is done to the pieces of a text: first the symbols are added at both ends, then all is turned around.</summary>
/// <param name="Begin">Whether the symbol of the beginning is added.</param>
/// <param name="End">Whether the symbol of the end is added.</param>
/// <param name="Reverse">Whether the last becomes the first.</param>
internal readonly record struct PieceOptions(bool Begin, bool End, bool Reverse);
