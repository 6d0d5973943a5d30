namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers;

/// <summary>Unicode's normal forms (Unicode Standard Annex 15).</summary>
[Flags]
internal enum NormalForm
{
    /// <summary>NFD: characters in their canonical parts.</summary>
    Decomposed = 0,

    /// <summary>Parts put together again: NFC, and with <see cref="Compatible"/> NFKC.</summary>
    Composed = 1,

    /// <summary>Also characters that differ in looks alone in their parts: NFKD, and with <see cref="Composed"/> NFKC.</summary>
    Compatible = 2,
}
