using System.Buffers;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Ragged;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers;

/// <summary>Normal forms that remember where they come from (tensorflow_text/core/kernels/normalize_kernels.cc).</summary>
internal static class OffsetsMapKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("NormalizeUTF8WithOffsetsMap", Normalize);
        table.Add("FindSourceOffsets", Find);
    }

    private static void Normalize(KernelContext context)
    {
        NormalForm form = NormalizationKernels.Form(context);
        HostTensor input = context.Input(0);
        HostTensor output = context.Allocate(0, DType.String, input.Shape), maps = HostTensor.Allocate(DType.Variant, input.Shape);
        var result = new ArrayBufferWriter<byte>();
        for (int i = 0; i < input.Count; i++)
        {
            result.ResetWrittenCount();
            maps.Objects[i] = Normalize(input.Strings[i].Span, form, result);
            output.Strings[i] = result.WrittenSpan.ToArray();
        }

        context.SetOutput(1, maps);
    }

    /// <summary>Normalizes part by part, each of which no character of another can change.</summary>
    private static OffsetsMap Normalize(ReadOnlySpan<byte> text, NormalForm form, ArrayBufferWriter<byte> result)
    {
        var map = new OffsetsMap();
        for (int start = 0, end; start < text.Length; start = end)
        {
            bool valid = Rune.DecodeFromUtf8(text[start..], out _, out int length) == OperationStatus.Done;
            end = start + length;
            while (valid && end < text.Length && Rune.DecodeFromUtf8(text[end..], out Rune next, out length) == OperationStatus.Done && !UnicodeNormalizer.IsBoundary(next.Value, form))
            {
                end += length;
            }

            ReadOnlySpan<byte> part = text[start..end];
            ReadOnlySpan<byte> becomes = valid && !Ascii.IsValid(part) ? Encoding.UTF8.GetBytes(UnicodeNormalizer.Normalize(Encoding.UTF8.GetString(part), form)) : part;
            result.Write(becomes);
            map.Add(part.Length, becomes.Length, !becomes.SequenceEqual(part));
        }

        return map;
    }

    /// <summary>Rows without offsets have no map.</summary>
    private static void Find(KernelContext context)
    {
        HostTensor maps = context.Input(0);
        long[] offsets = context.Integers(1);
        ReadOnlySpan<long> splits = RowSplits.Within(context, 2, offsets.Length);
        Span<long> output = context.Allocate(0, DType.Int64, [offsets.Length]).Values<long>();
        output.Clear();
        int used = 0;
        for (int row = 0; row + 1 < splits.Length; row++)
        {
            if (splits[row] == splits[row + 1])
            {
                continue;
            }

            OffsetsMap map = used < maps.Count && maps.IsObject && maps.Objects[used] is OffsetsMap found ? found : throw Mismatch();
            used++;
            for (long i = splits[row]; i < splits[row + 1]; i++)
            {
                output[(int)i] = map.Source(offsets[i]);
            }
        }

        if (used != maps.Count)
        {
            throw Mismatch();
        }
    }

    private static KernelException Mismatch() => KernelContext.Refuse("Input offset tensor dimension did not match the offset map dimension.");
}
