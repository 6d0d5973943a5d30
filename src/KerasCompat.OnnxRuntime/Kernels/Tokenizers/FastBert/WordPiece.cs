namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.FastBert;

/// <summary>A piece of a word.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Start">The byte of the text from which it goes.</param>
/// <param name="Limit">The byte before which it ends.</param>
/// <param name="IsSuffix">Whether another piece of the word stands before it.</param>
internal readonly record struct WordPiece(int Id, int Start, int Limit, bool IsSuffix);
