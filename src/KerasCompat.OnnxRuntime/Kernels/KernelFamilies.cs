using KerasCompat.OnnxRuntime.Kernels.Examples;
using KerasCompat.OnnxRuntime.Kernels.Audio;
using KerasCompat.OnnxRuntime.Kernels.Convolution;
using KerasCompat.OnnxRuntime.Kernels.Forests;
using KerasCompat.OnnxRuntime.Kernels.Hashing;
using KerasCompat.OnnxRuntime.Kernels.Images;
using KerasCompat.OnnxRuntime.Kernels.Lists;
using KerasCompat.OnnxRuntime.Kernels.Mathematics;
using KerasCompat.OnnxRuntime.Kernels.Ragged;
using KerasCompat.OnnxRuntime.Kernels.Random;
using KerasCompat.OnnxRuntime.Kernels.Recurrence;
using KerasCompat.OnnxRuntime.Kernels.Serialization;
using KerasCompat.OnnxRuntime.Kernels.Sparse;
using KerasCompat.OnnxRuntime.Kernels.Strings;
using KerasCompat.OnnxRuntime.Kernels.Structures;
using KerasCompat.OnnxRuntime.Kernels.Tables;
using KerasCompat.OnnxRuntime.Kernels.Tokenizers;
using KerasCompat.OnnxRuntime.Kernels.Tokenizers.FastBert;
using KerasCompat.OnnxRuntime.Kernels.Tokenizers.FastSentencePieces;
using KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces;
using KerasCompat.OnnxRuntime.Kernels.Variables;
using KerasCompat.OnnxRuntime.Kernels.Tokenizers.Sentences;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>The families of kernels. A new family is a file of its own in this folder and a line here.</summary>
internal static class KernelFamilies
{
    /// <summary>What adds the kernels of each family to the table.</summary>
    public static IReadOnlyList<Action<KernelTable>> All { get; } =
    [
        IdentityKernels.AddTo,
        ShapeKernels.AddTo,
        SlicingKernels.AddTo,
        GatherKernels.AddTo,
        JoiningKernels.AddTo,
        SelectionKernels.AddTo,
        CastKernels.AddTo,
        VariableKernels.AddTo,
        ScatterVariableKernels.AddTo,
        StackKernels.AddTo,
        CheckpointKernels.AddTo,
        OptimizerKernels.AddTo,
        ControlFlowKernels.AddTo,
        HashBucketKernels.AddTo,
        TableKernels.AddTo,
        StringKernels.AddTo,
        CaseKernels.AddTo,
        SplitKernels.AddTo,
        RegexKernels.AddTo,
        NumberTextKernels.AddTo,
        UnicodeKernels.AddTo,
        NGramKernels.AddTo,
        StringFormatKernel.AddTo,
        RaggedKernels.AddTo,
        RaggedToTensorKernel.AddTo,
        Bincount.AddTo,
        SparseKernels.AddTo,
        SparseMathKernels.AddTo,
        SetKernels.AddTo,
        SparseCrossKernels.AddTo,
        SparseSetKernels.AddTo,
        CountKernels.AddTo,
        SerializationKernels.AddTo,
        TensorListKernels.AddTo,
        ImageKernels.AddTo,
        BoundingBoxKernels.AddTo,
        PngWriter.AddTo,
        ResizeGradientKernels.AddTo,
        ProjectiveTransform.AddTo,
        ExampleKernels.AddTo,
        SequenceExampleKernels.AddTo,
        JsonExampleKernel.AddTo,
        FileKernels.AddTo,
        CsvKernel.AddTo,
        PaddingKernels.AddTo,
        ScatterKernels.AddTo,
        UniqueKernels.AddTo,
        BucketKernels.AddTo,
        TextTokenizerKernels.AddTo,
        CharacterTokenizerKernels.AddTo,
        WordpieceKernel.AddTo,
        StructureKernels.AddTo,
        NormalizationKernels.AddTo,
        SentencePieceKernels.AddTo,
        SentenceKernels.AddTo,
        FastBertKernels.AddTo,
        FastPieceKernels.AddTo,
        ForestKernels.AddTo,
        SpanTagKernels.AddTo,
        OffsetsMapKernels.AddTo,
        ByteSplitKernels.AddTo,
        BinarizeKernel.AddTo,
        TrimmerKernels.AddTo,
        RougeKernel.AddTo,
        DiagonalKernels.AddTo,
        ComplexKernels.AddTo,
        ComplexReductionKernels.AddTo,
        ComplexSegmentKernels.AddTo,
        CumulativeKernels.AddTo,
        IntegerKernels.AddTo,
        IntegerReductionKernels.AddTo,
        FourierKernels.AddTo,
        UnaryKernels.AddTo,
        BinaryKernels.AddTo,
        MatrixKernels.AddTo,
        MatrixFunctionKernels.AddTo,
        ConvolutionKernels.AddTo,
        BlockLstmKernel.AddTo,
        PoolingKernels.AddTo,
        QuantizationKernels.AddTo,
        SequenceDecodingKernels.AddTo,
        EditDistanceKernel.AddTo,
        AudioKernels.AddTo,
        StatelessRandomKernels.AddTo,
        RandomKernels.AddTo,
    ];
}
