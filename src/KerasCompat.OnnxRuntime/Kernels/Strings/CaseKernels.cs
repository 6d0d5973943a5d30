using System.Text;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>
/// Lower and upper case (tensorflow/core/kernels/string_lower_op.cc): bytes of ASCII alone, or with <c>encoding="utf-8"</c> the full
/// mappings of Unicode.
/// </summary>
internal static class CaseKernels
{
    /// <summary>.NET's invariant culture does not make an ASCII letter of it.</summary>
    private const int DotlessI = 0x131;

    public static void AddTo(KernelTable table)
    {
        table.Add("StringLower", context => Change(context, lower: true));
        table.Add("StringUpper", context => Change(context, lower: false));
    }

    private static void Change(KernelContext context, bool lower)
    {
        string encoding = context.Attributes.String("encoding", "");
        KernelContext.Require(encoding is "" or "utf-8", $"encoding '{encoding}' is not supported; only '' and 'utf-8' are");
        HostTensor input = context.Input(0);
        ReadOnlySpan<ReadOnlyMemory<byte>> texts = input.Strings;
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, input.Shape).Strings;
        ByteChunks chunks = context.Texts(StringKernels.TotalLength(texts));
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = encoding.Length == 0 || Ascii.IsValid(texts[i].Span) ? OfAscii(texts[i], lower, chunks) : OfUnicode(texts[i].Span, lower);
        }
    }

    private static ReadOnlyMemory<byte> OfAscii(ReadOnlyMemory<byte> text, bool lower, ByteChunks chunks)
    {
        ReadOnlySpan<byte> bytes = text.Span;
        return AsciiCase.Change(bytes, chunks.Room(bytes.Length), lower ? (byte)'A' : (byte)'a') ? chunks.Take(bytes.Length) : text;
    }

    private static byte[] OfUnicode(ReadOnlySpan<byte> bytes, bool lower)
    {
        // ICU writes U+FFFD for what is not UTF-8.
        string text = Encoding.UTF8.GetString(bytes);
        return Encoding.UTF8.GetBytes(lower ? Lower(text) : Upper(text));
    }

    private static string Lower(string text) => FinalSigma.Apply(text, text.Replace("\u0130", "i\u0307", StringComparison.Ordinal).ToLowerInvariant());

    private static string Upper(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (SpecialCasing.Upper.TryGetValue(rune.Value, out string? several))
            {
                result.Append(several);
            }
            else
            {
                result.Append(rune.Value == DotlessI ? "I" : Rune.ToUpperInvariant(rune).ToString());
            }
        }

        return result.ToString();
    }
}
