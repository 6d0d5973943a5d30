using System.Buffers;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Strings;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers;

/// <summary>Unicode's normal forms of texts (tensorflow_text/core/kernels/normalize_kernels.cc). Bytes that are not UTF-8 stay as they are.</summary>
internal static class NormalizationKernels
{
    /// <summary>Characters that NFKC_Casefold leaves out: Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties.txt.</summary>
    private static readonly CodePointSet Ignorable = CodePointSet.Of(
        (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164),
        (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF));

    public static void AddTo(KernelTable table)
    {
        table.Add("NormalizeUTF8", Normalize);
        table.Add("CaseFoldUTF8", context => Change(context, Fold));
    }

    private static void Normalize(KernelContext context)
    {
        NormalForm form = Form(context);
        Change(context, text => UnicodeNormalizer.Normalize(text, form));
    }

    /// <summary>The normal form that an op's attribute names.</summary>
    internal static NormalForm Form(KernelContext context)
    {
        string name = context.Attributes.String("normalization_form", "NFKC").ToUpperInvariant();
        return name switch
        {
            "NFC" => NormalForm.Composed,
            "NFD" => NormalForm.Decomposed,
            "NFKC" => NormalForm.Composed | NormalForm.Compatible,
            "NFKD" => NormalForm.Compatible,
            _ => throw KernelContext.Refuse($"Unknown normalization form requested: {name}"),
        };
    }

    private static void Change(KernelContext context, Func<string, string> change)
    {
        HostTensor input = context.Input(0);
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, input.Shape).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            ReadOnlyMemory<byte> text = input.Strings[i];
            output[i] = System.Text.Unicode.Utf8.IsValid(text.Span) ? Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(text.Span))) : ChangeParts(text.Span, change);
        }
    }

    private static byte[] ChangeParts(ReadOnlySpan<byte> text, Func<string, string> change)
    {
        var result = new ArrayBufferWriter<byte>();
        int start = 0;
        for (int at = 0, length; at < text.Length; at += length)
        {
            if (Rune.DecodeFromUtf8(text[at..], out _, out length) != OperationStatus.Done)
            {
                result.Write(Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(text[start..at]))));
                result.Write(text.Slice(at, length));
                start = at + length;
            }
        }

        result.Write(Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(text[start..]))));
        return result.WrittenSpan.ToArray();
    }

    /// <summary>NFKC_Casefold: folding and normalizing by turns until nothing changes, which Unicode says takes two.</summary>
    private static string Fold(string text)
    {
        const NormalForm Compatible = NormalForm.Composed | NormalForm.Compatible;
        string folded = UnicodeNormalizer.Normalize(FoldCase(UnicodeNormalizer.Normalize(text, NormalForm.Decomposed)), Compatible);
        return UnicodeNormalizer.Normalize(FoldCase(folded), Compatible);
    }

    private static string FoldCase(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (SpecialCasing.Upper.TryGetValue(rune.Value, out string? several))
            {
                foreach (Rune one in several.EnumerateRunes())
                {
                    folded.Append(CaseFolding.Fold(one).ToString());
                }
            }
            else if (!Ignorable.Contains(rune.Value))
            {
                folded.Append(CaseFolding.Fold(rune).ToString());
            }
        }

        return folded.ToString();
    }
}
