using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Ragged;
using KerasCompat.OnnxRuntime.Kernels.Strings;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.FastSentencePieces;

/// <summary>SentencePiece with a model that was compiled for it: FastSentencepieceTokenizer of TensorFlow Text.</summary>
internal static class FastPieceKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("TFText>FastSentencepieceTokenize", Tokenize, node => node.Attributes.Type("out_type", DType.Int32) == DType.Int32);
        table.Add("TFText>FastSentencepieceDetokenize", Detokenize);
    }

    private static void Tokenize(KernelContext context)
    {
        FastPieceEncoder encoder = LoadedModel.Of(context, 0, buffer => new FastPieceEncoder(buffer));
        HostTensor texts = context.Input(1);
        KernelContext.Require(texts.IsString, $"input must be strings, got {texts}");
        bool begin = context.Flag(4), end = context.Flag(5), reverse = context.Flag(6);
        encoder.Pieces.Clear();
        var splits = new long[texts.Count + 1];
        for (int i = 0; i < texts.Count; i++)
        {
            encoder.Add(texts.Strings[i].Span, begin, end, reverse, context.CancellationToken);
            splits[i + 1] = encoder.Pieces.Count;
        }

        encoder.Pieces.CopyTo(context.Allocate(0, DType.Int32, [encoder.Pieces.Count]).Values<int>());
        UnicodeKernels.Integers(context, 1, context.Attributes.Type("Tsplits", DType.Int32), splits);
    }

    private static void Detokenize(KernelContext context)
    {
        FastPieceDecoder decoder = LoadedModel.Of(context, 0, buffer => new FastPieceDecoder(buffer));
        ReadOnlySpan<int> ids = context.Input(1).Values<int>();
        ReadOnlySpan<long> splits = RowSplits.Within(context, 2, ids.Length);
        KernelContext.Require(splits.Length > 0 && splits[0] == 0, "input_splits must begin with 0");
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, [splits.Length - 1]).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = decoder.Decode(ids[(int)splits[i]..(int)splits[i + 1]]);
        }
    }
}
