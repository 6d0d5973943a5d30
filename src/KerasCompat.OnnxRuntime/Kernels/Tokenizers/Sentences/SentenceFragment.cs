namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.Sentences;

/// <summary>A part of a text that may be a sentence.</summary>
/// <param name="Start">Its first token or byte.</param>
/// <param name="Limit">The token or byte behind it.</param>
/// <param name="Properties">TensorFlow Text's bits: 1 that it ends with punctuation, 2 with several of it, 4 with a closing parenthesis, 8 with one that belongs to the whole of it.</param>
/// <param name="Terminal">The token or byte of the punctuation that it ends with; -1 when there is none.</param>
internal readonly record struct SentenceFragment(int Start, int Limit, int Properties, int Terminal);
