using System.Runtime.InteropServices;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Ragged;
using KerasCompat.OnnxRuntime.Kernels.Strings;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces;

/// <summary>The SentencePiece tokenizer of TensorFlow Text (tensorflow_text/core/kernels/sentencepiece_kernels.cc).</summary>
internal static class SentencePieceKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("SentencepieceOp", Handle);
        table.Add("SentencepieceTokenizeOp", context => Tokenize(context, offsets: false));
        table.Add("SentencepieceTokenizeWithOffsetsOp", context => Tokenize(context, offsets: true));
        table.Add("SentencepieceDetokenizeOp", Detokenize);
        table.Add("SentencepieceVocabSizeOp", context => context.Allocate(0, DType.Int32, []).Values<int>()[0] = Model(context).Vocabulary.Count);
        table.Add("SentencepieceIdToStringOp", IdToString);
        table.Add("SentencepieceStringToIdOp", StringToId);
    }

    private static void Handle(KernelContext context)
    {
        context.Cache ??= HostTensor.ScalarObject(
            DType.Resource,
            context.Resources.GetOrCreate(context.Node, _ => SentencePieceModel.Parse(context.Attributes.Bytes("model"))));
        context.SetOutput(0, (HostTensor)context.Cache);
    }

    private static SentencePieceModel Model(KernelContext context) =>
        context.Input(0) is { IsObject: true, Count: 1 } handle && handle.Objects[0] is SentencePieceModel model
            ? model
            : throw KernelContext.Refuse("the input is no handle of a model of SentencePiece");

    private static void Tokenize(KernelContext context, bool offsets)
    {
        SentencePieceModel model = Model(context);
        RefuseSampling(context);
        PieceOptions options = Options(context, model, 4);
        HostTensor texts = context.Input(1);
        DType outType = context.Attributes.Type("out_type", DType.Int32);
        if (context.Cache is not PieceEncoder encoder || !encoder.Is(model))
        {
            context.Cache = encoder = new PieceEncoder(model);
        }

        encoder.Pieces.Clear();
        var splits = new long[texts.Count + 1];
        for (int i = 0; i < texts.Count; i++)
        {
            encoder.Encode(texts.Strings[i].Span, options, outType == DType.String);
            splits[i + 1] = encoder.Pieces.Count;
        }

        ReadOnlySpan<EncodedPiece> pieces = CollectionsMarshal.AsSpan(encoder.Pieces);
        Write(context, model, outType, pieces);
        UnicodeKernels.Integers(context, 1, context.Attributes.Type("Tsplits", DType.Int64), splits);
        if (offsets)
        {
            Span<long> starts = context.Allocate(2, DType.Int64, [pieces.Length]).Values<long>(), limits = context.Allocate(3, DType.Int64, [pieces.Length]).Values<long>();
            for (int i = 0; i < pieces.Length; i++)
            {
                (starts[i], limits[i]) = (pieces[i].Start, pieces[i].Limit);
            }
        }
    }

    private static void Write(KernelContext context, SentencePieceModel model, DType outType, ReadOnlySpan<EncodedPiece> pieces)
    {
        HostTensor values = context.Allocate(0, outType, [pieces.Length]);
        for (int i = 0; i < pieces.Length; i++)
        {
            if (outType == DType.String)
            {
                values.Strings[i] = pieces[i].OwnText ?? model.Vocabulary[pieces[i].Id];
            }
            else
            {
                values.Values<int>()[i] = pieces[i].Id;
            }
        }
    }

    /// <summary>Several cuts of a text, or one drawn by lot, are for training.</summary>
    private static void RefuseSampling(KernelContext context)
    {
        foreach (long size in context.Integers(2))
        {
            KernelContext.Require(size is 0 or 1, $"nbest_size {size} draws cuts by lot, which is not supported; 0 and 1 take the best");
        }
    }

    private static PieceOptions Options(KernelContext context, SentencePieceModel model, int input)
    {
        var options = new PieceOptions(context.Flag(input), context.Flag(input + 1), context.Flag(input + 2));
        KernelContext.Require(!options.Begin || model.Begin != model.Vocabulary.Unknown, "add_bos is set, but the model has no piece for the beginning");
        KernelContext.Require(!options.End || model.End != model.Vocabulary.Unknown, "add_eos is set, but the model has no piece for the end");
        return options;
    }

    private static void Detokenize(KernelContext context)
    {
        SentencePieceModel model = Model(context);
        HostTensor values = context.Input(1);
        ReadOnlySpan<long> splits = RowSplits.Within(context, 2, values.Count);
        // The symbols that the options add are invisible in a text; the order is not.
        PieceOptions options = Options(context, model, 3);
        KernelContext.Require(splits.Length > 0, "input_splits must not be empty");
        var pieces = new EncodedPiece[values.Count];
        for (int i = 0; i < pieces.Length; i++)
        {
            pieces[i] = values.IsString
                ? new EncodedPiece(model.Vocabulary.Id(values.Strings[i].Span), values.Strings[i], 0, 0)
                : new EncodedPiece(IdAt(values, i, model.Vocabulary), null, 0, 0);
        }

        var decoder = new PieceDecoder(model);
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, [splits.Length - 1]).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = decoder.Decode(pieces.AsSpan((int)splits[i], (int)(splits[i + 1] - splits[i])), options.Reverse);
        }
    }

    private static void IdToString(KernelContext context)
    {
        PieceVocabulary vocabulary = Model(context).Vocabulary;
        HostTensor ids = context.Input(1);
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, ids.Shape).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = vocabulary[IdAt(ids, i, vocabulary)];
        }
    }

    private static int IdAt(HostTensor ids, int index, PieceVocabulary vocabulary)
    {
        int id = ids.Values<int>()[index];
        return id >= 0 && id < vocabulary.Count ? id : throw KernelContext.Refuse($"Invalid id: {id}");
    }

    private static void StringToId(KernelContext context)
    {
        PieceVocabulary vocabulary = Model(context).Vocabulary;
        HostTensor texts = context.Input(1);
        Span<int> output = context.Allocate(0, DType.Int32, texts.Shape).Values<int>();
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = vocabulary.Id(texts.Strings[i].Span);
        }
    }
}
