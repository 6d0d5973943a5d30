using System.Buffers;
using System.Runtime.InteropServices;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Ragged;
using KerasCompat.OnnxRuntime.Kernels.Strings;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.FastBert;

/// <summary>BERT's tokenizer with a model that was compiled for it: FastBertTokenizer of TensorFlow Text.</summary>
internal static class FastBertKernels
{
    public static void AddTo(KernelTable table)
    {
        // Releases before 2.12 register them without the prefix.
        foreach (string prefix in (string[])["", "TFText>"])
        {
            table.Add(prefix + "FastWordpieceTokenizeWithOffsets", Tokenize);
            table.Add(prefix + "FastWordpieceDetokenize", Detokenize);
            table.Add(prefix + "FastBertNormalize", Normalize);
        }
    }

    private static void Tokenize(KernelContext context)
    {
        (FastWordpieceModel model, FastWordpieceTokenizer tokenizer) = LoadedModel.Of(context, 1, ReadTokenizer);
        HostTensor texts = context.Input(0);
        tokenizer.Pieces.Clear();
        var splits = new long[texts.Count + 1];
        for (int i = 0; i < texts.Count; i++)
        {
            tokenizer.Add(texts.Strings[i].Span);
            splits[i + 1] = tokenizer.Pieces.Count;
        }

        ReadOnlySpan<WordPiece> pieces = CollectionsMarshal.AsSpan(tokenizer.Pieces);
        Span<long> ids = Output(1), starts = Output(3), limits = Output(4);
        for (int i = 0; i < pieces.Length; i++)
        {
            (ids[i], starts[i], limits[i]) = (pieces[i].Id, pieces[i].Start, pieces[i].Limit);
        }

        UnicodeKernels.Integers(context, 2, DType.Int64, splits);
        if (context.IsWanted(0))
        {
            Span<ReadOnlyMemory<byte>> words = context.Allocate(0, DType.String, [pieces.Length]).Strings;
            for (int row = 0; row < texts.Count; row++)
            {
                for (long i = splits[row]; i < splits[row + 1]; i++)
                {
                    words[(int)i] = TextOf(model, pieces[(int)i], texts.Strings[row]);
                }
            }
        }

        Span<long> Output(int index) => context.Allocate(index, DType.Int64, [tokenizer.Pieces.Count]).Values<long>();
    }

    private static Tuple<FastWordpieceModel, FastWordpieceTokenizer> ReadTokenizer(ReadOnlyMemory<byte> buffer)
    {
        var model = new FastWordpieceModel(buffer);
        return Tuple.Create(model, new FastWordpieceTokenizer(model));
    }

    private static ReadOnlyMemory<byte> TextOf(FastWordpieceModel model, WordPiece piece, ReadOnlyMemory<byte> text)
    {
        ReadOnlyMemory<byte> word = piece.Id == model.UnknownId ? model.Unknown : text[piece.Start..piece.Limit];
        return piece.IsSuffix ? StringKernels.Concatenate([model.SuffixIndicator, word], default) : word;
    }

    private static void Detokenize(KernelContext context)
    {
        FastWordpieceModel model = LoadedModel.Of(context, 2, buffer => new FastWordpieceModel(buffer));
        KernelContext.Require(model.CanDetokenize, "the model was built without support_detokenization");
        HostTensor ids = context.Input(0);
        ReadOnlySpan<long> splits = RowSplits.Within(context, 1, ids.Count);
        KernelContext.Require(splits.Length > 0, "input_row_splits must not be empty");
        var text = new ArrayBufferWriter<byte>();
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, [splits.Length - 1]).Strings;
        for (int row = 0; row < output.Length; row++)
        {
            text.ResetWrittenCount();
            for (long i = splits[row]; i < splits[row + 1]; i++)
            {
                ReadOnlyMemory<byte> piece = model.Piece((int)KernelContext.IntegerAt(ids, (int)i), out bool isSuffix);
                bool first = i == splits[row];
                text.Write((first, isSuffix) switch
                {
                    (true, true) => model.SuffixIndicator.Span,
                    (false, false) => " "u8,
                    _ => default,
                });
                text.Write(piece.Span);
            }

            output[row] = text.WrittenSpan.ToArray();
        }
    }

    private static void Normalize(KernelContext context)
    {
        BertNormalizer normalizer = LoadedModel.Of(context, 1, buffer => new BertNormalizer(buffer));
        HostTensor texts = context.Input(0);
        List<long>? origins = context.Attributes.Bool("get_offsets", false) ? [] : null;
        var splits = new long[texts.Count + 1];
        var result = new ArrayBufferWriter<byte>();
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, texts.Shape).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            result.ResetWrittenCount();
            normalizer.Normalize(texts.Strings[i].Span, result, origins);
            output[i] = result.WrittenSpan.SequenceEqual(texts.Strings[i].Span) ? texts.Strings[i] : result.WrittenSpan.ToArray();
            splits[i + 1] = origins?.Count ?? 0;
        }

        UnicodeKernels.Integers(context, 1, DType.Int64, CollectionsMarshal.AsSpan(origins));
        UnicodeKernels.Integers(context, 2, DType.Int64, splits);
    }
}
