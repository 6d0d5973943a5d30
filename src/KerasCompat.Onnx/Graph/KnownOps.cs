using KerasCompat.Contracts;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Graph;

/// <summary>
/// Outputs of TensorFlow's ops as its definitions state them (tensorflow/core/ops/*.cc). The definitions that travel in a SavedModel leave out
/// ops that only the bodies of loops and branches use. An op that is neither there nor here has outputs of the type of its attribute T or dtype.
/// </summary>
internal static class KnownOps
{
    /// <summary>
    /// Ops and, for each output, its name and type: an element type, an attribute that names one (with its default), <c>N*</c> for as many
    /// outputs as an attribute says, brackets for an attribute that lists types.
    /// </summary>
    private const string Table = """
        Less LessEqual Greater GreaterEqual Equal NotEqual ApproximateEqual LogicalAnd LogicalOr LogicalNot: z bool
        IsFinite IsInf IsNan IsVariableInitialized VarIsInitializedOp OptionalHasValue LoopCond: y bool
        Any All: output bool
        InTopK InTopKV2: precision bool
        RegexFullMatch StaticRegexFullMatch: output bool
        Shape Size: output out_type=int32
        ShapeN: output N*out_type=int32
        Rank TensorListLength StringLength TensorArraySizeV3 TensorArraySizeV2: output int32
        ArgMax ArgMin: output output_type=int64
        Cast: y DstT
        Bitcast: output type
        Where: index int64
        Split SplitV: output num_split*T
        Unpack: output num*T
        TopK: values T, indices int32
        TopKV2: values T, indices index_type=int32
        Unique UniqueV2: y T, idx out_idx=int32
        UniqueWithCounts UniqueWithCountsV2: y T, idx out_idx=int32, count out_idx=int32
        ListDiff: out T, idx out_idx=int32
        Gather GatherV2 GatherNd: output Tparams
        ResourceGather ResourceGatherNd: output dtype
        Range: output Tidx=int32
        Multinomial: output output_dtype=int64
        Real Imag Angle ComplexAbs: output Tout=float32
        Complex: out Tout=complex64
        FFT FFT2D FFT3D IFFT IFFT2D IFFT3D RFFT RFFT2D RFFT3D: output Tcomplex=complex64
        IRFFT IRFFT2D IRFFT3D: output Treal=float32
        BatchMatMulV3: output Tout
        MaxPoolWithArgmax: output T, argmax Targmax=int64
        FusedBatchNorm: y T, batch_mean T, batch_variance T, reserve_space_1 T, reserve_space_2 T
        FusedBatchNormV2: y T, batch_mean U, batch_variance U, reserve_space_1 U, reserve_space_2 U
        FusedBatchNormV3: y T, batch_mean U, batch_variance U, reserve_space_1 U, reserve_space_2 U, reserve_space_3 U
        _FusedBatchNormEx: y T, batch_mean U, batch_variance U, reserve_space_1 U, reserve_space_2 U, reserve_space_3 U
        Svd: s T, u T, v T
        Qr: q T, r T
        SelfAdjointEigV2: e T, v T
        Lu: lu T, p output_idx_type=int32
        LogMatrixDeterminant: sign T, log_abs_determinant T
        ResizeBilinear ResizeBicubic ResizeArea ScaleAndTranslate: resized_images float32
        CropAndResize: crops float32
        NonMaxSuppression NonMaxSuppressionV2 NonMaxSuppressionV3 NonMaxSuppressionWithOverlaps: selected_indices int32
        NonMaxSuppressionV4: selected_indices int32, valid_outputs int32
        NonMaxSuppressionV5: selected_indices int32, selected_scores T, valid_outputs int32
        CombinedNonMaxSuppression: nmsed_boxes float32, nmsed_scores float32, nmsed_classes float32, valid_detections int32
        DecodeJpeg DecodeAndCropJpeg DecodeGif: image uint8
        DecodePng DecodeImage DecodeBmp: image dtype=uint8
        DecodeRaw DecodePaddedRaw ParseTensor: output out_type
        StringToNumber: output out_type=float32
        AsString StringJoin ReduceJoin StringLower StringUpper StringStrip StringFormat Substr RegexReplace StaticRegexReplace: output string
        EncodeBase64 DecodeBase64 ReadFile DecodeCompressed DecodeJSONExample SerializeTensor EncodeJpeg UnicodeTranscode UnicodeEncode: output string
        StringSplit StringSplitV2: indices int64, values string, shape int64
        StringNGrams: ngrams string, ngrams_splits Tsplits=int64
        StringToHashBucket StringToHashBucketFast StringToHashBucketStrong: output int64
        UnicodeDecode: row_splits Tsplits=int64, char_values int32
        UnicodeDecodeWithOffsets: row_splits Tsplits=int64, char_values int32, char_to_byte_starts int64
        LookupTableFind LookupTableFindV2: values Tout
        LookupTableSize LookupTableSizeV2: size int64
        HashTableV2 MutableHashTableV2 VarHandleOp: resource resource
        SimpleMLCreateModelResource: model_handle resource
        SimpleMLInferenceOpWithHandle: dense_predictions float32, dense_col_representation string
        SimpleMLInferenceLeafIndexOpWithHandle: leaves int32
        Bucketize BucketizeWithInputBoundaries UnicodeScript: output int32
        BoostedTreesBucketize: buckets num_features*int32
        NormalizeUTF8 CaseFoldUTF8: output string
        RegexSplitWithOffsets: tokens string, begin_offsets int64, end_offsets int64, row_splits int64
        WhitespaceTokenizeWithOffsetsV2 TFText>WhitespaceTokenizeWithOffsetsV2: output_tokens string, output_row_splits int64, output_start_offsets int32, output_end_offsets int32
        WordpieceTokenizeWithOffsets: output_values string, output_row_lengths int64, start_values int64, limit_values int64
        SplitMergeTokenizeWithOffsets: output_values string, output_row_splits int64, start_values int64, limit_values int64
        SentencepieceOp: handle resource
        SentencepieceTokenizeOp: output_values out_type=int32, output_splits Tsplits=int64
        SentencepieceTokenizeWithOffsetsOp: output_values out_type=int32, output_splits Tsplits=int64, output_offset_starts int64, output_offset_limits int64
        SentencepieceDetokenizeOp: output string
        SentencepieceVocabSizeOp: vocab_size int32
        SentencepieceIdToStringOp: values string
        SentencepieceStringToIdOp: values int32
        MaxSpanningTree: max_scores T, argmax_sources int32
        ConstrainedSequence: states int32, states_splits Tsplits=int64
        SentenceFragments SentenceFragmentsV2: fragment_start int64, fragment_end int64, fragment_properties int64, terminal_punc_token int64, output_row_lengths int64
        FastWordpieceTokenizeWithOffsets TFText>FastWordpieceTokenizeWithOffsets: output_subwords string, output_ids int64, output_row_splits int64, start_values int64, end_values int64
        FastWordpieceDetokenize TFText>FastWordpieceDetokenize: output_words string
        FastBertNormalize TFText>FastBertNormalize: output_values string, output_offsets int64, output_row_splits int64
        NormalizeUTF8WithOffsetsMap: output string, offsets_map variant
        FindSourceOffsets: output_offsets_values int64
        TFText>ByteSplitWithOffsets: output_bytes uint8, output_row_splits int64, output_start_offsets int32, output_end_offsets int32
        TFText>ByteSplitByOffsets: output_values string, output_row_splits int64
        TFText>FastSentencepieceTokenize: output_values out_type=int32, output_splits Tsplits=int32
        TFText>FastSentencepieceDetokenize: output string
        TFText>OffsetsToBoiseTags: output_boise_tags string
        TFText>BoiseTagsToOffsets: output_span_begin_offsets int32, output_span_end_offsets int32, output_span_type string, output_row_splits int64
        TFText>Utf8Binarize: output_binarizations float32
        TFText>RoundRobinTrim: values N*T, row_splits N*Tsplits
        TFText>RoundRobinGenerateMasks: masks N*bool
        TFText>NgramsStringJoin: output_values string, output_row_splits RAGGED_RANK*Tsplits=int64
        TokenizerFromLogits: output_values string, row_splits int64, start_values int64, limit_values int64
        RougeL: f_measure float32, p_measure float32, r_measure float32
        SparseCross: output_indices int64, output_values out_type=int64, output_shape int64
        SparseCrossV2: output_indices int64, output_values string, output_shape int64
        SparseCrossHashed: output_indices int64, output_values int64, output_shape int64
        RaggedRange: rt_nested_splits Tsplits=int64, rt_dense_values T
        RaggedTensorToTensor: result T
        SparseReshape: output_indices int64, output_shape int64
        SparseFillEmptyRows: output_indices int64, output_values T, empty_row_indicator bool, reverse_index_map int64
        SparseSlice SparseReorder SparseConcat SparseReduceSumSparse SparseReduceMaxSparse: output_indices int64, output_values T, output_shape int64
        SparseAdd: sum_indices int64, sum_values T, sum_shape int64
        SparseSparseMaximum SparseSparseMinimum: output_indices int64, output_values T
        DenseCountSparseOutput SparseCountSparseOutput RaggedCountSparseOutput: output_indices int64, output_values output_type, output_dense_shape int64
        EditDistance: output float32
        SparseMatMul: product float32
        EncodePng: contents string
        StackV2: handle resource
        StackPopV2: elem elem_type
        StackCloseV2:
        RestoreV2: tensors [dtypes]
        Eig: e Tout, v Tout
        EncodeWav: contents string
        Timestamp: ts float64
        RandomPoissonV2: output dtype=int64
        RandomPoisson: output dtype
        StatelessMultinomial: output output_dtype=int64
        LSTMBlockCell BlockLSTM BlockLSTMV2: i T, cs T, f T, o T, ci T, co T, h T
        GRUBlockCell: r T, u T, c T, h T
        FusedBatchNormGrad: x_backprop T, scale_backprop T, offset_backprop T, reserve_space_3 T, reserve_space_4 T
        FusedBatchNormGradV2 FusedBatchNormGradV3: x_backprop T, scale_backprop U, offset_backprop U, reserve_space_3 U, reserve_space_4 U
        QuantizeV2: output T, output_min float32, output_max float32
        Dequantize: output dtype=float32
        CTCGreedyDecoder: decoded_indices int64, decoded_values int64, decoded_shape int64, log_probability T=float32
        CTCBeamSearchDecoder: decoded_indices top_paths*int64, decoded_values top_paths*int64, decoded_shape top_paths*int64, log_probability T=float32
        ShardedFilename: output string
        SerializeSparse SerializeManySparse: serialized_sparse out_type=string
        DeserializeSparse DeserializeManySparse: sparse_indices int64, sparse_values dtype, sparse_shape int64
        ImageProjectiveTransformV2 ImageProjectiveTransformV3: transformed_images dtype
        EmptyTensorList TensorListReserve TensorListFromTensor TensorListSetItem TensorListResize TensorListPushBack: handle variant
        TensorListScatter TensorListScatterV2 TensorListScatterIntoExistingList TensorListSplit TensorListConcatLists: output_handle variant
        TensorListStack TensorListGather: output element_dtype
        TensorListGetItem: item element_dtype
        TensorListPopBack: output_handle variant, tensor element_dtype
        TensorListConcat TensorListConcatV2: tensor element_dtype, lengths int64
        TensorListElementShape: element_shape shape_type
        TensorArrayV3: handle resource, flow float32
        TensorArrayV2: handle string
        TensorArrayReadV3 TensorArrayReadV2 TensorArrayGatherV3 TensorArrayGatherV2: value dtype
        TensorArrayWriteV3 TensorArrayWriteV2 TensorArrayScatterV3 TensorArrayScatterV2 TensorArraySplitV3 TensorArraySplitV2: flow_out float32
        TensorArrayConcatV3 TensorArrayConcatV2: value dtype, lengths int64
        OptionalFromValue OptionalNone: optional variant
        OptionalGetValue: components [output_types]
        While StatelessWhile XlaWhile: output [T]
        XlaVariadicSort XlaOptimizationBarrier: outputs [T]
        XlaVariadicReduceV2: outputs [T]
        XlaVariadicReduce: output N*T
        XlaBroadcastHelper: lhs_output T, rhs_output T
        XlaKeyValueSort: sorted_keys K, sorted_values V
        XlaDotV2 XlaConvV2: output preferred_element_type
        XlaSetBound: output int32
        XlaSelfAdjointEig: w T, v T
        XlaSvd: s T, u T, v T
        BatchFunction XlaIf If StatelessIf Case StatelessCase PartitionedCall StatefulPartitionedCall: output [Tout]
        IdentityN: output [T]
        Switch RefSwitch: output_false T, output_true T
        Merge RefMerge: output T, value_index int32
        _SwitchN: outputs num_outs*T
        CudnnRNN: output T, output_h T, output_c T, reserve_space T
        CudnnRNNV2 CudnnRNNV3: output T, output_h T, output_c T, reserve_space T, host_reserved int8
        NoOp Assert PrintV2 AssignVariableOp AssignAddVariableOp AssignSubVariableOp InitializeTableV2 SimpleMLLoadModelFromPathWithHandle LookupTableInsertV2 LookupTableImportV2 LookupTableRemoveV2:
        """;

    private static readonly Lazy<Dictionary<string, OpDef>> Definitions = new(Read);

    /// <summary>What is known of an op's outputs; null for an op that is not listed.</summary>
    public static OpDef? Find(string op) => Definitions.Value.GetValueOrDefault(op);

    private static Dictionary<string, OpDef> Read()
    {
        var definitions = new Dictionary<string, OpDef>(StringComparer.Ordinal);
        foreach (string line in Table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] parts = line.Split(':');
            foreach (string op in parts[0].Split(' '))
            {
                var definition = new OpDef { Name = op };
                foreach (string output in parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                {
                    Add(definition, output.Split(' ')[0], output.Split(' ')[1]);
                }

                definitions.Add(op, definition);
            }
        }

        return definitions;
    }

    private static void Add(OpDef definition, string name, string type)
    {
        var argument = new ArgDef { Name = name };
        definition.OutputArg.Add(argument);
        if (type.StartsWith('['))
        {
            argument.TypeListAttr = type.Trim('[', ']');
            return;
        }

        if (type.Split('*') is [var count, var each])
        {
            argument.NumberAttr = count;
            type = each;
        }

        if (DTypes.TryParse(type, out DType fixedType))
        {
            argument.Type = (int)fixedType;
            return;
        }

        string[] attribute = type.Split('=');
        argument.TypeAttr = attribute[0];
        if (attribute.Length > 1 && DTypes.TryParse(attribute[1], out DType usual) && definition.Attr.All(a => a.Name != attribute[0]))
        {
            definition.Attr.Add(new AttrDef { Name = attribute[0], Type = "type", DefaultValue = AttrValue.Of(usual) });
        }
    }
}
