using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.Onnx.Tests;

/// <summary>Whatever types ONNX Runtime has kernels for, an op has an answer for every type that TensorFlow has it for.</summary>
public sealed class ElementTypeTests
{
    private static readonly DType[] Floats = [DType.Float32, DType.Float64, DType.Float16, DType.BFloat16];
    private static readonly DType[] Integers = [DType.Int8, DType.Int16, DType.Int32, DType.Int64, DType.UInt8, DType.UInt16, DType.UInt32, DType.UInt64];
    private static readonly DType[] Numbers = [.. Floats, .. Integers];

    public static TheoryData<string, DType> Cases()
    {
        var data = new TheoryData<string, DType>();
        Add("Square Add AddV2 Sub Mul Maximum Minimum Less Greater Equal NotEqual FloorDiv FloorMod TruncateMod AddN Sum Prod Max Min Mean Cumsum Cumprod "
            + "ArgMax TopKV2 Reshape Transpose Tile Pad MirrorPad ReverseV2 Roll Slice StridedSlice GatherV2 GatherNd ConcatV2 Pack Unpack Split SplitV Where Select SelectV2 "
            + "OneHot Fill ZerosLike OnesLike BroadcastTo ScatterNd TensorScatterAdd TensorScatterMax TensorScatterUpdate UnsortedSegmentSum UnsortedSegmentMax MatrixBandPart "
            + "MatrixDiagV3 MatrixDiagPartV3 MatMul Einsum Cast ClipByValue SquaredDifference ReverseSequence DynamicPartition", Numbers);
        Add("UniqueWithCounts", [.. Numbers]);
        Add("Exp Log Sqrt Rsqrt Sin Tanh Sigmoid Floor Ceil Round Reciprocal Softmax LogSoftmax Relu6 LeakyRelu Log1p Expm1 IsNan IsFinite DivNoNan Xlogy Pow RealDiv EuclideanNorm CumulativeLogsumexp SegmentMean", Floats);
        Add("Cos", DType.Float32, DType.Float16, DType.BFloat16);
        Add("BitwiseAnd BitwiseOr BitwiseXor LeftShift RightShift Invert", Integers);
        return data;

        void Add(string ops, params DType[] types)
        {
            foreach (string op in ops.Split(' '))
            {
                foreach (DType type in types)
                {
                    data.Add(op, type);
                }
            }
        }
    }

    /// <summary>Without those that a managed kernel computes where the rank is not known.</summary>
    public static IEnumerable<object[]> OfFloats() => Cases()
        .Where(c => c.Data.Item2 == DType.Float32 && c.Data.Item1 is not ("Cumprod" or "CumulativeLogsumexp" or "MatrixDiagPartV3"))
        .Select(c => (object[])[c.Data.Item1, c.Data.Item2]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_number_type_gives_the_same_answer(string op, DType type)
    {
        double[] expected = Answer(op, Array.Exists(Integers, t => t == type) ? DType.Int32 : DType.Float32), actual = Answer(op, type);

        Assert.Equal(expected.Length, actual.Length);
        double tolerance = type is DType.BFloat16 ? 0.02 : type is DType.Float16 ? 0.003 : 1e-6;
        for (int i = 0; i < expected.Length; i++)
        {
            double value = expected[i] < 0 && type.IsUnsigned() ? expected[i] + Math.Pow(2, 8 * type.Size()) : expected[i];
            Assert.Equal(value, actual[i], tolerance * Math.Max(1, Math.Abs(value)));
        }
    }

    [Theory]
    [MemberData(nameof(OfFloats))]
    public void A_rank_unknown_while_translating_gives_the_same_answer(string op, DType type) => Assert.Equal(Answer(op, type), Answer(op, type, null));

    private static double[] Answer(string op, DType type) => Answer(op, type, -1, 2);

    private static double[] Answer(string op, DType type, params long[]? shape)
    {
        double[] four = [1, 2, 3, 2];
        var graph = new SmallGraph().Input("x", type, shape).Const("t", Of(type, [2, 1, 1, 3], 2, 2)).Const("one", Of(type, [1])).Const("three", Of(type, [3]))
            .Const("i", Tensors.Of([1, 0], 2)).Const("rows", Tensors.Of([1, 0], 2, 1)).Const("axis", Tensors.Scalar(1)).Const("zero", Tensors.Scalar(0)).Const("minus", Tensors.Scalar(-1)).Const("two", Tensors.Scalar(2))
            .Const("axes", Tensors.Of([1], 1)).Const("c", Tensors.Of([true, false, false, true], 2, 2)).Const("pads", Tensors.Of([1, 0, 0, 1], 2, 2))
            .Const("ones", Tensors.Of([1, 1], 2)).Const("lengths", Tensors.Of([2, 1], 2));
        string[] inputs = op switch
        {
            "Sum" or "Prod" or "Max" or "Min" or "Mean" or "EuclideanNorm" or "ReverseV2" => ["x", "axes"],
            "Cumsum" or "Cumprod" or "ArgMax" or "CumulativeLogsumexp" => ["x", "axis"],
            "TopKV2" => ["x", "two"],
            "Reshape" => ["x", "minus1"],
            "Transpose" or "Tile" => ["x", "i"],
            "Pad" or "MirrorPad" => ["x", "pads"],
            "Roll" => ["x", "axis", "axis"],
            "Slice" => ["x", "i", "ones"],
            "StridedSlice" => ["x", "i", "lengths", "ones"],
            "GatherV2" => ["x", "i", "axis"],
            "GatherNd" => ["x", "rows"],
            "ConcatV2" => ["x", "t", "axis"],
            "Split" => ["axis", "x"],
            "SplitV" => ["x", "ones", "axis"],
            "Select" or "SelectV2" => ["c", "x", "t"],
            "OneHot" => ["i", "two", "three", "one"],
            "Fill" => ["i", "three"],
            "BroadcastTo" => ["one", "lengths"],
            "ScatterNd" => ["rows", "x", "lengths2"],
            "TensorScatterAdd" or "TensorScatterMax" or "TensorScatterUpdate" => ["x", "rows", "t"],
            "UnsortedSegmentSum" or "UnsortedSegmentMax" => ["x", "i", "two"],
            "SegmentMean" => ["x", "segments"],
            "MatrixBandPart" => ["x", "minus", "zero"],
            "MatrixDiagV3" => ["x", "zero", "minus", "minus", "three"],
            "MatrixDiagPartV3" => ["x", "zero", "three"],
            "ClipByValue" => ["x", "one", "two2"],
            "ReverseSequence" => ["x", "lengths"],
            "DynamicPartition" => ["x", "i"],
            "UniqueWithCounts" => ["flat"],
            "Square" or "ZerosLike" or "OnesLike" or "Where" or "Unpack" or "Cast" or "Invert" => ["x"],
            "Exp" or "Log" or "Sqrt" or "Rsqrt" or "Sin" or "Cos" or "Tanh" or "Sigmoid" or "Floor" or "Ceil" or "Round" or "Reciprocal" or "Softmax" or "LogSoftmax" or "Relu6" or "LeakyRelu" or "Log1p" or "Expm1"
                or "IsNan" or "IsFinite" => ["x"],
            _ => ["x", "t"],
        };
        graph.Const("lengths2", Tensors.Of([2, 2], 2)).Const("two2", Of(type, [2])).Const("segments", Tensors.Of([0, 1], 2)).Node("flat", "Reshape", ["x", "minus1"]).Const("minus1", Tensors.Of([-1], 1));
        var attributes = new Dictionary<string, AttrValue>
        {
            ["equation"] = SmallGraph.Text("ij,jk->ik"), ["DstT"] = SmallGraph.Type(DType.Float32), ["seq_dim"] = SmallGraph.Int(1), ["num_partitions"] = SmallGraph.Int(2), ["align"] = SmallGraph.Text("RIGHT_LEFT"),
        };
        if (op is not ("Einsum" or "Cast"))
        {
            attributes["T"] = SmallGraph.Type(type);
        }

        DType[]? outputs = op is "Split" or "SplitV" or "Unpack" or "DynamicPartition" or "TopKV2" or "UniqueWithCounts" ? [type, op is "TopKV2" or "UniqueWithCounts" ? DType.Int32 : type] : null;
        graph.Node("y", op, inputs, attributes, outputs);
        return ToDoubles(graph.Run("y", ("x", Of(type, four, 2, 2))));
    }

    private static ConstantTensor Of(DType type, double[] values, params long[] shape) => type.IsFloat()
        ? Constants.FromFloats(type, values, shape)
        : Constants.FromIntegers(type, Array.ConvertAll(values, v => (long)v), shape);

    private static double[] ToDoubles(ConstantTensor tensor) => tensor.DType == DType.UInt64
        ? Array.ConvertAll(tensor.Values<ulong>(), v => (double)v)
        : Constants.ToFloats(tensor);
}
