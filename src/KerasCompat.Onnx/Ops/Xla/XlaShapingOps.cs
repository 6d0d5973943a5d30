using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops.Xla;

/// <summary>Padding, slicing and sorting as XLA writes them (XLA's operation semantics).</summary>
internal static class XlaShapingOps
{
    /// <summary>Inputs: tensor, value, padding before, behind and between the elements; negative padding takes away.</summary>
    [TfOp("XlaPad")]
    public static void Pad(OpContext op) =>
        op.Output(Padded(op, op.Input(0), op.Input(1), op.Integers(2, "paddings"), op.Integers(3, "paddings"), op.Integers(4, "paddings")));

    /// <summary>The start is moved so that the slice lies within the tensor.</summary>
    [TfOp("XlaDynamicSlice")]
    public static void DynamicSlice(OpContext op)
    {
        OnnxValue input = op.Input(0), sizes = op.Cast(op.Input(2), DType.Int64);
        OnnxValue start = Inside(op, op.Input(1), op.Sub(op.Shape(input), sizes));
        op.Output(op.Rank(input) == 0 ? input : op.Emit("Slice", input, start, op.Add(start, sizes)));
    }

    /// <summary>Inputs: tensor, update, start, which is moved so that the update lies within the tensor.</summary>
    [TfOp("XlaDynamicUpdateSlice")]
    public static void DynamicUpdateSlice(OpContext op)
    {
        OnnxValue input = op.Input(0), update = op.Input(1);
        if (op.Rank(input) == 0)
        {
            op.Output(update);
            return;
        }

        OnnxValue start = Inside(op, op.Input(2), op.Sub(op.Shape(input), op.Shape(update)));
        OnnxValue places = op.Transpose(op.Emit("NonZero", op.Fill(op.Shape(update), DType.Int64, 1)), 1, 0);
        op.Output(op.Emit("ScatterND", input, op.Add(places, start), op.Reshape(update, -1)));
    }

    /// <summary>The side of the lower rank gets dimensions of one, its own going where they are told to.</summary>
    [TfOp("XlaBroadcastHelper")]
    public static void Broadcast(OpContext op)
    {
        OnnxValue left = op.Input(0), right = op.Input(1);
        int leftRank = op.Rank(left), rightRank = op.Rank(right);
        long[] places = op.Integers(2, "dimensions");
        bool raise = leftRank != rightRank && places.Length > 0;
        op.Output(0, raise && leftRank < rightRank ? Raised(op, left, places, rightRank) : left);
        op.Output(1, raise && rightRank < leftRank ? Raised(op, right, places, leftRank) : right);
    }

    [TfOp("XlaSort")]
    public static void Sort(OpContext op) => op.Output(Sorted(op, op.Input(0), -1, ascending: true)[0]);

    [TfOp("XlaKeyValueSort")]
    public static void KeyValueSort(OpContext op)
    {
        OnnxValue[] sorted = Sorted(op, op.Input(0), -1, ascending: true);
        op.Output(0, sorted[0]);
        op.Output(1, op.Emit("GatherElements", new OnnxAttributes { ["axis"] = -1L }, op.Input(1), sorted[1]));
    }

    /// <summary>Sorts tensors by the first of them, where the function compares its elements only.</summary>
    [TfOp("XlaVariadicSort")]
    public static void VariadicSort(OpContext op)
    {
        Graph.TfGraph comparator = op.Emitter.Model.Bodies(op.Node)[0];
        if (comparator is not { Feeds: [var first, var second, ..], Fetches: [{ Node: { Op: "Less" or "LessEqual" or "Greater" or "GreaterEqual", InputList: [var a, var b] } comparison }] }
            || !ReferenceEquals(a.Node, first) || !ReferenceEquals(b.Node, second))
        {
            throw op.Refuse("its function does more than compare two elements of the first tensor");
        }

        long axis = op.Integers(op.InputCount - 1, "dimension")[0];
        OnnxValue[] sorted = Sorted(op, op.Input(0), axis, comparison.Op[0] == 'L');
        op.Output(0, sorted[0]);
        for (int i = 1; i < op.InputCount - 1; i++)
        {
            op.Output(i, op.Emit("GatherElements", new OnnxAttributes { ["axis"] = axis }, op.Input(i), sorted[1]));
        }
    }

    /// <summary>Only what a float of fewer bits keeps remains.</summary>
    [TfOp("XlaReducePrecision")]
    public static void ReducePrecision(OpContext op)
    {
        OnnxValue input = op.Input(0);
        DType? narrow = (op.Attributes.Int("exponent_bits", 8), op.Attributes.Int("mantissa_bits", 23)) switch
        {
            (5, 10) => DType.Float16,
            (8, 7) => DType.BFloat16,
            (8, 23) => DType.Float32,
            (11, 52) => DType.Float64,
            _ => null,
        };
        op.Output(op.Cast(op.Cast(input, narrow ?? throw op.Refuse("no type has so many bits")), input.DType));
    }

    /// <summary>Pads before, behind and between the elements of each dimension.</summary>
    public static OnnxValue Padded(OpContext op, OnnxValue value, OnnxValue filling, long[] before, long[] behind, long[] between)
    {
        for (int axis = 0; axis < between.Length; axis++)
        {
            if (between[axis] == 0)
            {
                continue;
            }

            // Each element becomes a row of itself and what follows it; what follows the last is cut off.
            int rank = before.Length;
            OnnxValue rows = op.Unsqueeze(value, axis + 1);
            var ends = new long[2 * (rank + 1)];
            ends[rank + 1 + axis + 1] = between[axis];
            OnnxValue padded = op.Emit("Pad", rows, op.Longs(ends), op.ToScalar(filling));
            OnnxValue size = op.Mul(op.Slice(op.Shape(value), axis, 1), op.Longs(between[axis] + 1));
            OnnxValue flat = op.ReshapeTo(padded, op.Concat(0, op.Slice(op.Shape(value), 0, axis), size, op.Slice(op.Shape(value), axis + 1, long.MaxValue)));
            value = op.Emit("Slice", flat, op.Longs(0), op.Emit("Max", op.Sub(size, op.Longs(between[axis])), op.Longs(0)), op.Longs(axis));
        }

        return Array.TrueForAll(before, p => p == 0) && Array.TrueForAll(behind, p => p == 0)
            ? value
            : op.Emit("Pad", value, op.Longs([.. before, .. behind]), op.ToScalar(filling));
    }

    /// <summary>A start within 0 and the last at which a slice fits.</summary>
    public static OnnxValue Inside(OpContext op, OnnxValue start, OnnxValue last) => op.Emit("Max", op.Emit("Min", op.Cast(start, DType.Int64), last), op.Longs(0));

    private static OnnxValue Raised(OpContext op, OnnxValue value, long[] places, int rank) =>
        op.Unsqueeze(value, [.. Enumerable.Range(0, rank).Select(axis => (long)axis).Except(places)]);

    /// <summary>Equal elements stay in their order, as ONNX' TopK gives them.</summary>
    private static OnnxValue[] Sorted(OpContext op, OnnxValue value, long axis, bool ascending)
    {
        int at = op.Axis(axis, value);
        OnnxValue count = op.Slice(op.Shape(value), at, 1);
        return op.EmitMany("TopK", 2, new OnnxAttributes { ["axis"] = (long)at, ["largest"] = ascending ? 0L : 1L }, value, count);
    }
}
