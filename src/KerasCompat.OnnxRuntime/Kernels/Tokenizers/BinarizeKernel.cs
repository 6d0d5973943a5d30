using System.Buffers;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers;

/// <summary>The bits of each character of a text, the lowest first: what RetVec reads (tensorflow_text/core/kernels/utf8_binarize.cc).</summary>
internal static class BinarizeKernel
{
    public static void AddTo(KernelTable table) => table.Add("TFText>Utf8Binarize", Run);

    private static void Run(KernelContext context)
    {
        HostTensor texts = context.Input(0);
        long characters = context.Attributes.Int("word_length", 16), bits = context.Attributes.Int("bits_per_char", 24);
        int replacement = (int)context.Attributes.Int("replacement_char", 0xFFFD);
        KernelContext.Require(characters is >= 0 and <= int.MaxValue && bits is >= 0 and <= 32, $"word_length {characters} and bits_per_char {bits} must be positive, the latter at most 32");
        HostTensor output = context.Allocate(0, DType.Float32, [.. texts.Shape, checked((nint)(characters * bits))]);
        Span<float> values = output.Values<float>();
        values.Clear();
        for (int i = 0; i < texts.Count; i++)
        {
            ReadOnlySpan<byte> rest = texts.Strings[i].Span;
            Span<float> row = values.Slice(i * (int)(characters * bits), (int)(characters * bits));
            while (!rest.IsEmpty && !row.IsEmpty)
            {
                bool valid = Rune.DecodeFromUtf8(rest, out Rune rune, out int length) == OperationStatus.Done;
                int character = valid ? rune.Value : replacement;
                for (int bit = 0; bit < bits; bit++)
                {
                    row[bit] = (character >> bit) & 1;
                }

                rest = rest[length..];
                row = row[(int)bits..];
            }
        }
    }
}
