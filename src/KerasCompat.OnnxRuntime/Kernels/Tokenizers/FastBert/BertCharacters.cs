using System.Text;
using KerasCompat.OnnxRuntime.Kernels.Tokenizers.Sentences;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.FastBert;

/// <summary>Where BERT's words end (tensorflow_text/core/kernels/fast_wordpiece_tokenizer_utils.h).</summary>
internal static class BertCharacters
{
    /// <summary>Whether a character is a word of its own: punctuation, ASCII's signs and Chinese characters. False for what is no character.</summary>
    public static bool IsOwnWord(int character) => character switch
    {
        < 0 => false,
        < 0x80 => character is (>= 33 and <= 47) or (>= 58 and <= 64) or (>= 91 and <= 96) or (>= 123 and <= 126),
        (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F) => true,
        _ => SentencePunctuation.IsPunctuation(new Rune(character)),
    };

    /// <summary>Whether a character is white space. False for what is no character.</summary>
    public static bool IsWhiteSpace(int character) => character >= 0 && Rune.IsWhiteSpace(new Rune(character));

    /// <summary>The character at a place, -1 for bytes that are none; moves behind it.</summary>
    public static int Next(ReadOnlySpan<byte> text, ref int place)
    {
        bool valid = Rune.DecodeFromUtf8(text[place..], out Rune rune, out int length) == System.Buffers.OperationStatus.Done;
        place += length;
        return valid ? rune.Value : -1;
    }
}
