using KerasCompat.Contracts;
using KerasCompat.Onnx.Inference;

namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// The element types for which ONNX Runtime's CPU provider has kernels, where they are fewer than ONNX allows
/// (onnxruntime/docs/OperatorKernels.md). A node of another type is computed in the nearest type that has one and cast back.
/// </summary>
internal static class KernelTypes
{
    private const string Floats = "float32 float64";
    private const string Signed = "float32 float64 int32 int64";
    private const string Numbers = Signed + " int8 int16 uint8 uint16 uint32 uint64";
    private const string Anything = Numbers + " bool float16 bfloat16 string";

    private static readonly Dictionary<string, Entry> Table = new(StringComparer.Ordinal);

    static KernelTypes()
    {
        Add("Acos Acosh Asin Asinh Atan Atanh Celu Conv ConvTranspose Cos Cosh Det Elu Erf Gelu HardSigmoid HardSwish Hardmax LRN LeakyRelu Mean "
            + "Mish PRelu RNN Selu Sinh Softplus Softsign Tan ThresholdedRelu AveragePool LpPool GlobalAveragePool GlobalMaxPool InstanceNormalization "
            + "GroupNormalization", "float32");
        Add("BatchNormalization Ceil Exp Floor GRU Gemm LSTM Log LogSoftmax LpNormalization Reciprocal Sigmoid Sin Softmax Sqrt Tanh DFT", Floats);
        Add("LayerNormalization Round", Floats + " float16");
        Add("Abs Add Div Mul Sub Less LessOrEqual Greater GreaterOrEqual", Numbers);

        // ONNX Runtime's Sign of the narrow floats takes not-a-number for zero; that of 64-bit integers, and Clip, compares wrongly (see Extremes).
        Add("Sign", Floats + " int8 int16 int32 uint8 uint16 uint32");
        Add("Clip", Floats + " int32 float16 int8 uint8 uint32");
        Add("Equal", Numbers + " bool string");
        Add("Mod", Numbers + " float16");
        Add("Neg", Signed + " int8 int16");
        Add("Min Max", Signed + " float16 int8 uint8 uint32 uint64");
        Add("MatMul", Signed + " uint32 uint64");
        Add("Pow Einsum CumSum ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMean ReduceProd ReduceSum ReduceSumSquare", Signed);
        Add("ReduceMax ReduceMin", Signed + " bool int8 uint8");
        Add("ArgMax ArgMin", Signed + " int8 uint8");
        Add("Relu", Floats + " int32 int8");
        Add("Sum", Floats);
        Add("Range", Signed + " int16");
        Add("BitShift", "uint8 uint32 uint64");
        Add("BitwiseAnd BitwiseOr BitwiseXor BitwiseNot", "int8 int16 int32 int64 uint8 uint16 uint32 uint64");
        Add("MaxPool", Floats + " int8 uint8");
        Add("IsNaN IsInf", Floats + " float16 bfloat16");
        Add("NonZero", "float32 bool int32 int64 uint8");
        Add("DepthToSpace SpaceToDepth", Floats + " uint8");
        Add("Size", Numbers + " bool float16 string");
        Add("EyeLike", Signed + " uint64");
        Add("Trilu", "float32 float64 int64 bool");
        Add("Unique", Floats + " int64 int8 string");
        Add("TopK", Floats + " int32 int64", 0);
        Add("Resize", "float32 int32 int8 uint8", 0);
        Add("Pad", Signed + " bool int8 uint8 uint32 uint64", 0, 2);
        Add("Expand", Numbers + " bool float16 string", 0);
        Add("Tile", "float32 float64 int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool string", 0);
        Add("Where", "float32 float64 int32 int64 uint8 string", 1, 2);
        Add("OneHot", "float32 int32 int64 string", 2);
        Add("Concat Transpose Identity", Anything);
        Add("Squeeze Unsqueeze Reshape Slice Gather GatherElements GatherND Split", Anything, 0);
        Add("Compress ReverseSequence", Numbers + " bool float16 string", 0);
        Add("ScatterND ScatterElements", Anything, 0, 2);
    }

    private static ReadOnlySpan<DType> Wider(DType dtype) => dtype switch
    {
        DType.Float16 or DType.BFloat16 => [DType.Float32, DType.Float64],
        DType.Bool => [DType.UInt8, DType.Int32, DType.Int64, DType.Float32],
        DType.Int8 or DType.Int16 or DType.UInt8 or DType.UInt16 => [DType.Int32, DType.Int64, DType.Float32, DType.Float64],
        DType.Int32 => [DType.Int64, DType.Float64, DType.Float32],
        DType.UInt32 => [DType.Int64, DType.UInt64, DType.Float64, DType.Float32],
        DType.UInt64 => [DType.Int64, DType.Float64, DType.Float32],
        DType.Int64 => [DType.Float64, DType.Int32, DType.Float32],
        DType.Float64 => [DType.Float32],
        _ => [],
    };

    /// <summary>Writes the node in a type that has a kernel, or returns null where it needs no help.</summary>
    public static OnnxValue[]? Adapt(OnnxScope scope, InferredNode node)
    {
        if (node.Domain.Length != 0 || !Table.TryGetValue(node.OpType, out Entry? entry) || node.Inputs.Length <= entry.First
            || node.Inputs[entry.First] is not { IsSequence: false } leading || entry.Has(leading.DType))
        {
            return null;
        }

        DType own = leading.DType;
        foreach (DType wider in Wider(own))
        {
            if (entry.Has(wider))
            {
                return Cast(scope, node, own, wider);
            }
        }

        return null;
    }

    private static OnnxValue[] Cast(OnnxScope scope, InferredNode node, DType own, DType wider)
    {
        var inputs = new OnnxValue?[node.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = node.Inputs[i] is { } input && input.DType == own && IsData(node, i) ? CastTo(scope, input, wider) : node.Inputs[i];
        }

        OnnxValue[] outputs = scope.NodeOutputs(node.OpType, inputs, node.Outputs.Length, node.Attributes, node.Domain);
        return Array.ConvertAll(outputs, output => output.DType == wider && !IsIndex(node, output, outputs) ? CastTo(scope, output, own) : output);
    }

    private static bool IsData(InferredNode node, int index) => Table[node.OpType] is not { Data: { Length: > 0 } data } || Array.IndexOf(data, index) >= 0;

    /// <summary>Positions are 64-bit whatever the data's type is, so the second output of TopK is not cast back.</summary>
    private static bool IsIndex(InferredNode node, OnnxValue output, OnnxValue[] outputs) =>
        node.OpType is "ArgMax" or "ArgMin" or "NonZero" || (node.OpType is "TopK" or "MaxPool" or "Unique" && output != outputs[0]);

    private static OnnxValue CastTo(OnnxScope scope, OnnxValue value, DType dtype) =>
        scope.Node("Cast", [value], new OnnxAttributes { ["to"] = (long)dtype.ToOnnx() });

    private static void Add(string ops, string types, params int[] data)
    {
        long set = 0;
        foreach (string name in types.Split(' '))
        {
            set |= DTypes.TryParse(name, out DType dtype) ? 1L << (int)dtype : throw new ArgumentException($"'{name}' is no element type.", nameof(types));
        }

        foreach (string op in ops.Split(' '))
        {
            Table.Add(op, new Entry(set, data));
        }
    }

    /// <summary>What an operator has kernels for.</summary>
    /// <param name="Types">The element types, a bit each.</param>
    /// <param name="Data">The inputs that must have such a type; none where all must.</param>
    private sealed record Entry(long Types, int[] Data)
    {
        /// <summary>The first input that must have such a type.</summary>
        public int First => Data.Length > 0 ? Data[0] : 0;

        public bool Has(DType dtype) => dtype is >= 0 and < (DType)64 && (Types & (1L << (int)dtype)) != 0;
    }
}
