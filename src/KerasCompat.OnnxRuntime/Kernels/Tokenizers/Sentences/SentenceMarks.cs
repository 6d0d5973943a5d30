namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.Sentences;

/// <summary>What a token, or the text from some place on, can be at the end of a sentence (tensorflow_text/core/kernels/sentence_breaking_utils.h).</summary>
[Flags]
internal enum SentenceMarks
{
    None = 0,

    /// <summary>Punctuation that ends a sentence, or an ellipsis.</summary>
    Terminal = 1,

    /// <summary>Three dots.</summary>
    Ellipsis = 2,

    /// <summary>A closing quotation mark or parenthesis.</summary>
    Close = 4,

    /// <summary>An opening parenthesis.</summary>
    OpenParenthesis = 8,

    /// <summary>A closing parenthesis.</summary>
    CloseParenthesis = 16,

    /// <summary>Punctuation of any kind.</summary>
    Punctuation = 32,

    /// <summary>Letters, each with a full stop.</summary>
    Acronym = 64,

    /// <summary>A face made of punctuation.</summary>
    Emoticon = 128,
}
