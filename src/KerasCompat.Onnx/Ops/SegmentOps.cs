using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Reductions of rows by the segment that each belongs to, and counts (tensorflow/core/ops/math_ops.cc).</summary>
internal static class SegmentOps
{
    [TfOp("SegmentSum", "SegmentMean", "SegmentMax", "SegmentMin", "SegmentProd")]
    public static void Sorted(OpContext op)
    {
        OnnxValue ids = op.Cast(op.Input(1), DType.Int64);
        string how = op.Node.Op["Segment".Length..];
        op.Output(Reduced(op, op.Input(0), ids, CountOf(op, ids), how, how == "Prod" ? 1 : 0));
    }

    [TfOp("SegmentSumV2", "SegmentMaxV2", "SegmentMinV2", "SegmentProdV2")]
    public static void SortedWithCount(OpContext op)
    {
        string how = op.Node.Op["Segment".Length..^2];
        op.Output(Reduced(op, op.Input(0), op.Cast(op.Input(1), DType.Int64), op.ToVector(op.Input(2)), how, Nothing(how, op.InputType(0))));
    }

    /// <summary>Rows of negative segments are dropped.</summary>
    [TfOp("UnsortedSegmentSum", "UnsortedSegmentMax", "UnsortedSegmentMin", "UnsortedSegmentProd")]
    public static void Unsorted(OpContext op)
    {
        OnnxValue data = op.Input(0), ids = op.Cast(op.Input(1), DType.Int64);
        string how = op.Node.Op["UnsortedSegment".Length..];
        OnnxValue rows = ids.Rank == 1 ? data : op.ReshapeTo(data, op.Concat(0, op.ToVector(op.Emit("Size", ids)), op.SizesBehind(data, ids)));
        op.Output(Reduced(op, rows, op.Reshape(ids, -1), op.ToVector(op.Input(2)), how, Nothing(how, data.DType)));
    }

    [TfOp(
        "SparseSegmentSum", "SparseSegmentMean", "SparseSegmentSqrtN", "SparseSegmentSumWithNumSegments", "SparseSegmentMeanWithNumSegments",
        "SparseSegmentSqrtNWithNumSegments", "SparseSegmentSumV2", "SparseSegmentMeanV2", "SparseSegmentSqrtNV2")]
    public static void Sparse(OpContext op)
    {
        const string Suffix = "WithNumSegments";
        string name = op.Node.Op["SparseSegment".Length..].Replace("V2", "", StringComparison.Ordinal);
        bool counted = name.EndsWith(Suffix, StringComparison.Ordinal);
        OnnxValue ids = op.Cast(op.Input(2), DType.Int64);
        OnnxValue rows = op.Gather(op.Input(0), op.Input(1));
        OnnxValue count = counted ? op.ToVector(op.Input(3)) : CountOf(op, ids);
        op.Output(Reduced(op, rows, ids, count, counted ? name[..^Suffix.Length] : name, nothing: 0));
    }

    /// <summary>How often 0 ... size - 1 occur, or the sum of the weights there; larger values count nowhere.</summary>
    [TfOp("Bincount")]
    public static void Bincount(OpContext op)
    {
        OnnxValue values = op.Reshape(op.Cast(op.Input(0), DType.Int64), -1), size = op.ToVector(op.Input(1));
        op.Output(Counted(op, values, Weights(op, op.Shape(values), flat: true), size, axis: 0, "add"));
    }

    [TfOp("DenseBincount")]
    public static void DenseBincount(OpContext op)
    {
        OnnxValue values = op.Cast(op.Input(0), DType.Int64), size = op.ToVector(op.Input(1));
        bool binary = op.Attributes.Bool("binary_output", false);
        OnnxValue weights = binary ? op.Fill(op.Shape(values), op.InputType(2), 1) : Weights(op, op.Shape(values), flat: false);
        op.Output(Counted(op, values, weights, size, op.Rank(values) - 1, binary ? "max" : "add"));
    }

    /// <summary>Values outside of the range count in the first and the last bin (tensorflow/core/kernels/histogram_op.cc).</summary>
    [TfOp("HistogramFixedWidth")]
    public static void Histogram(OpContext op)
    {
        OnnxValue values = op.Reshape(op.Input(0), -1), range = op.Input(1), bins = op.Cast(op.ToScalar(op.Input(2)), DType.Int64);
        OnnxValue low = op.Element(range, 0), step = op.Div(op.Sub(op.Element(range, 1), low), op.Cast(bins, values.DType));
        OnnxValue bin = op.Cast(op.Div(op.Sub(Extremes.Larger(op, values, low), low), step), DType.Int32);
        OnnxValue index = op.Emit("Min", op.Cast(bin, DType.Int64), op.Sub(bins, op.Long(1)));
        DType type = op.Attributes.Type("dtype", DType.Int32);
        op.Output(Counted(op, index, op.Fill(op.Shape(index), type, 1), op.ToVector(bins), axis: 0, "add"));
    }

    /// <summary>Sorted segments are numbered up to the last one's id; none where there are no rows.</summary>
    private static OnnxValue CountOf(OpContext op, OnnxValue ids) =>
        op.Add(op.Reduce("ReduceMax", op.Concat(0, op.Longs(-1), ids), [0], keepDims: true), op.Longs(1));

    /// <summary>
    /// Combines rows by segment. Negative segments, and those past the last, go to one row more, which is cut off. A segment without rows is
    /// <paramref name="nothing"/>.
    /// </summary>
    private static OnnxValue Reduced(OpContext op, OnnxValue rows, OnnxValue ids, OnnxValue count, string how, double nothing)
    {
        DType type = rows.DType;
        string reduction = how switch { "Max" => "max", "Min" => "min", "Prod" => "mul", _ => "add" };
        double start = Nothing(how, type);
        OnnxValue outside = op.Emit("Or", op.Emit("Less", ids, op.Long(0)), op.Emit("GreaterOrEqual", ids, count));
        OnnxValue places = op.Where(outside, count, ids);
        OnnxValue oneMore = op.Add(count, op.Longs(1));
        OnnxValue target = op.Fill(op.Concat(0, oneMore, op.Slice(op.Shape(rows), 1, long.MaxValue)), type, start);
        OnnxValue result = Cut(op, op.CombineRows(target, places, rows, reduction), count, 0);
        bool average = how is "Mean" or "SqrtN";
        if (!average && start.Equals(nothing))
        {
            return result;
        }

        DType counter = average ? type : DType.Int64;
        OnnxValue ones = op.Fill(op.Shape(places), counter, 1);
        OnnxValue counts = Cut(op, op.CombineRows(op.Fill(oneMore, counter, 0), places, ones, "add"), count, 0);
        OnnxValue wide = op.AlongRows(counts, rows);
        if (!average)
        {
            return op.Where(op.Emit("Equal", wide, op.Long(0)), op.Scalar(type, nothing), result);
        }

        OnnxValue divisor = op.Emit("Max", wide, op.Scalar(type, 1));
        return op.Div(result, how == "Mean" ? divisor : op.Emit("Sqrt", divisor));
    }

    /// <summary>What reducing nothing gives: the value that the reduction starts from.</summary>
    private static double Nothing(string how, DType type) => how switch
    {
        "Prod" => 1,
        "Max" => Bounds.Lowest(type),
        "Min" => Bounds.Highest(type),
        _ => 0,
    };

    /// <summary>An empty tensor stands for no weights; only a constant is one, for callers that have weights pass them.</summary>
    private static OnnxValue Weights(OpContext op, OnnxValue shape, bool flat)
    {
        OnnxValue weights = op.Input(2);
        bool given = weights.Shape is not { } known || !Array.Exists(known, d => d.Is(0));
        return !given ? op.Fill(shape, weights.DType, 1) : flat ? op.Reshape(weights, -1) : weights;
    }

    private static OnnxValue Counted(OpContext op, OnnxValue values, OnnxValue weights, OnnxValue size, int axis, string how)
    {
        OnnxValue places = op.Where(op.Emit("Less", values, size), values, size);
        OnnxValue oneMore = op.Add(size, op.Longs(1));
        OnnxValue shape = axis == 0 ? oneMore : op.Concat(0, op.Slice(op.Shape(values), 0, axis), oneMore);
        OnnxValue zeros = op.Fill(shape, weights.DType, 0);
        OnnxValue counts = op.Scattered(zeros, places, weights, axis, how);
        return Cut(op, counts, size, axis);
    }

    private static OnnxValue Cut(OpContext op, OnnxValue value, OnnxValue size, int axis) => op.Emit("Slice", value, op.Longs(0), size, op.Longs(axis));
}
