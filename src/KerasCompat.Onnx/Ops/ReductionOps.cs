using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Reductions along axes (tensorflow/core/ops/math_ops.cc). No axes at all leave the tensor as it is.</summary>
internal static class ReductionOps
{
    private static readonly Dictionary<string, string> Same = new(StringComparer.Ordinal)
    {
        ["Sum"] = "ReduceSum", ["Mean"] = "ReduceMean", ["Max"] = "ReduceMax", ["Min"] = "ReduceMin", ["Prod"] = "ReduceProd", ["EuclideanNorm"] = "ReduceL2",
    };

    [TfOp("Sum", "Mean", "Max", "Min", "Prod", "EuclideanNorm")]
    public static void Reduce(OpContext op)
    {
        OnnxValue input = op.Input(0);
        op.Output(IsEmpty(op, input) ? OfNothing(op, input)
            : op.Node.Op == "Mean" && MayBeOfNothing(op, input) ? Averaged(op, input)
            : AxisReduction.Along(op, Same[op.Node.Op], input, (value, keep) => Reduced(op, Same[op.Node.Op], value, keep), KeepDims(op)));
    }

    /// <summary>As the smallest, or largest, of numbers 0 and 1.</summary>
    [TfOp("All", "Any")]
    public static void Logical(OpContext op)
    {
        OnnxValue numbers = op.Cast(op.Input(0), DType.UInt8);
        op.Output(op.Cast(Reduced(op, op.Node.Op == "All" ? "ReduceMin" : "ReduceMax", numbers, KeepDims(op)), DType.Bool));
    }

    [TfOp("ArgMax", "ArgMin")]
    public static void Arg(OpContext op)
    {
        OnnxValue input = op.Input(0);
        OnnxValue found;
        if (op.IntegersOrNull(1) is [var axis] && (axis >= 0 || input.Rank is not null))
        {
            // Counted from the front: ONNX Runtime does not take another axis away from an empty tensor.
            found = op.Emit(op.Node.Op, new OnnxAttributes { ["axis"] = (long)op.Axis(axis, input), ["keepdims"] = 0L }, input);
        }
        else
        {
            var lines = new AxisLines(op, input, op.Input(1));
            found = lines.WithoutAxis(op.Emit(op.Node.Op, new OnnxAttributes { ["axis"] = 1L, ["keepdims"] = 0L }, lines.Value));
        }

        op.Output(op.Cast(found, op.Attributes.Type("output_type", DType.Int64)));
    }

    [TfOp("TopK", "TopKV2")]
    public static void TopK(OpContext op)
    {
        if (op.Input(0).Rank == 0)
        {
            throw op.Refuse("a scalar has no largest elements");
        }

        OnnxValue k = op.Node.Op == "TopK" ? op.Longs(op.Attributes.Int("k", 1)) : op.ToVector(op.Input(1));
        OnnxValue[] found = op.EmitMany("TopK", 2, new OnnxAttributes { ["axis"] = -1L }, op.Input(0), k);
        op.Output(0, found[0]);
        op.Output(1, op.Cast(found[1], op.Attributes.Type("index_type", DType.Int32)));
    }

    /// <summary>Whether the target is among the k most probable; not where a number that decides it is not finite (tensorflow/core/kernels/in_topk_op.h).</summary>
    [TfOp("InTopK", "InTopKV2")]
    public static void InTopK(OpContext op)
    {
        OnnxValue predictions = op.Input(0), targets = op.Cast(op.Input(1), DType.Int64);
        OnnxValue k = op.Node.Op == "InTopK" ? op.Long(op.Attributes.Int("k", 1)) : op.Cast(op.Input(2), DType.Int64);
        OnnxValue classes = op.Size(predictions, 1);
        OnnxValue inside = op.Emit("And", op.Emit("GreaterOrEqual", targets, op.Long(0)), op.Emit("Less", targets, classes));
        OnnxValue safe = op.Where(inside, targets, op.Long(0));
        OnnxValue own = op.Emit("GatherElements", new OnnxAttributes { ["axis"] = 1L }, predictions, op.Unsqueeze(safe, 1));
        OnnxValue better = op.Reduce("ReduceSum", op.Cast(op.Emit("Greater", predictions, own), DType.Int64), [1], keepDims: false);
        OnnxValue zero = op.Mul(predictions, op.Scalar(predictions.DType, 0));
        OnnxValue allFinite = op.Emit("Equal", op.Reduce("ReduceSum", zero, [1], keepDims: false), op.Scalar(predictions.DType, 0));
        op.Output(op.Emit("And", op.Emit("And", inside, allFinite), op.Emit("Less", better, k)));
    }

    private static bool KeepDims(OpContext op) => op.Attributes.Bool("keep_dims", false);

    private static OnnxValue Reduced(OpContext op, string opType, OnnxValue input, bool keep)
    {
        if (op.IntegersOrNull(1) is { } axes && (input.Rank is not null || Array.TrueForAll(axes, a => a >= 0)))
        {
            return axes.Length > 0 ? op.Reduce(opType, input, axes, keep) : opType == "ReduceL2" ? op.Emit("Abs", input) : input;
        }

        OnnxValue given = GivenAxes(op, input);
        return op.Emit(opType, new OnnxAttributes { ["keepdims"] = keep ? 1L : 0L, ["noop_with_empty_axes"] = 1L }, input, given);
    }

    /// <summary>The axes, which may show at run time only, counted from the front: ONNX Runtime does not take others away from an empty tensor.</summary>
    private static OnnxValue GivenAxes(OpContext op, OnnxValue input)
    {
        if (input.Rank is { } rank && op.IntegersOrNull(1) is { } known)
        {
            return op.Longs(Array.ConvertAll(known, a => a < 0 ? a + rank : a));
        }

        OnnxValue axes = op.Reshape(op.Cast(op.Input(1), DType.Int64), -1);
        return op.Where(op.Emit("Less", axes, op.Long(0)), op.Add(axes, op.Emit("Size", op.Shape(input))), axes);
    }

    /// <summary>Whether an axis that the mean is taken over may be empty: of nothing it is not a number, where ONNX Runtime's ReduceMean gives 0.</summary>
    private static bool MayBeOfNothing(OpContext op, OnnxValue input) => input.DType.IsFloat()
        && (op.IntegersOrNull(1) is not { } axes || (axes.Length > 0 && input.Shape is null)
            || (input.Shape is { } shape && Array.Exists(axes, a => !shape[a < 0 ? a + shape.Length : a].IsKnown)));

    private static OnnxValue Averaged(OpContext op, OnnxValue input)
    {
        OnnxValue axes = GivenAxes(op, input), sizes = op.Shape(input);
        OnnxValue count = axes.Elements is [{ IsKnown: true } axis] ? op.Element(sizes, axis.Value) : op.ToScalar(op.ProductOf(op.Gather(sizes, axes)));
        return op.Div(Reduced(op, "ReduceSum", input, KeepDims(op)), op.Cast(count, input.DType));
    }

    private static bool IsEmpty(OpContext op, OnnxValue input) =>
        input.Shape is { } shape && Array.Exists(shape, d => d.Is(0)) && op.IntegersOrNull(1) is { Length: > 0 };

    /// <summary>The reduction of a tensor that is known to be empty: its neutral element, and for the mean not a number.</summary>
    private static OnnxValue OfNothing(OpContext op, OnnxValue input)
    {
        OnnxValue zeros = Reduced(op, "ReduceSum", input, KeepDims(op));
        if (op.Node.Op is "Sum" or "EuclideanNorm")
        {
            return zeros;
        }

        DType type = input.DType;
        double value = op.Node.Op switch
        {
            "Prod" => 1,
            "Mean" => type.IsFloat() ? double.NaN : 0,
            "Max" => Bounds.Infimum(type),
            _ => Bounds.Supremum(type),
        };
        return op.Fill(op.Shape(zeros), type, value);
    }
}
