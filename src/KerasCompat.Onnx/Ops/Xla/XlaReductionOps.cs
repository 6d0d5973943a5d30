using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops.Xla;

/// <summary>Reductions by any function (XLA's operation semantics, Reduce and ReduceWindow). The function is associative; in which order it is applied is not said.</summary>
internal static class XlaReductionOps
{
    /// <summary>So many windows' elements are combined one after the other at most.</summary>
    private const long MostTaps = 1024;

    private static readonly Dictionary<string, string> Reductions = new(StringComparer.Ordinal)
    {
        ["Add"] = "ReduceSum",
        ["AddV2"] = "ReduceSum",
        ["Mul"] = "ReduceProd",
        ["Maximum"] = "ReduceMax",
        ["Minimum"] = "ReduceMin",
    };

    /// <summary>Inputs: tensors, then as many first values.</summary>
    [TfOp("XlaReduce", "XlaVariadicReduce", "XlaVariadicReduceV2")]
    public static void Reduce(OpContext op)
    {
        int count = op.InputCount / 2;
        OnnxValue[] tensors = [.. Enumerable.Range(0, count).Select(op.Input)], initial = [.. Enumerable.Range(count, count).Select(op.Input)];
        int rank = op.Rank(tensors[0]);
        long[] axes = [.. op.Attributes.Ints("dimensions_to_reduce").Select(axis => (long)op.Axis(axis, tensors[0])).Order()];
        var reducer = new Reducer(op);
        if (count == 1 && reducer.Only is { } only && Reductions.TryGetValue(only, out string? reduction))
        {
            op.Output(axes.Length == 0 ? tensors[0]
                : reducer.Combine(
                    AxisReduction.Along(op, reduction, tensors[0], (value, keepDims) => op.Reduce(reduction, value, axes, keepDims), keepDims: false),
                    initial[0]));
            return;
        }

        IReadOnlyList<OnnxValue> lines = [.. tensors.Select(tensor => Lines(op, tensor, axes, rank))];
        IReadOnlyList<OnnxValue> reduced = Halved(op, reducer, lines, rank - axes.Length);
        IReadOnlyList<OnnxValue> results = reducer.Combine(reduced, [.. initial.Select((value, i) => op.Expand(value, op.Shape(reduced[i])))]);
        for (int i = 0; i < results.Count; i++)
        {
            op.Output(i, results[i]);
        }
    }

    /// <summary>Inputs: tensor, first value, window, strides, dilations of the tensor and of the window where there are any, padding [n, 2].</summary>
    [TfOp("XlaReduceWindow")]
    public static void ReduceWindow(OpContext op)
    {
        OnnxValue initial = op.Input(1);
        int rank = op.Rank(op.Input(0)), last = op.InputCount - 1;
        long[] window = op.Integers(2, "window"), strides = op.Integers(3, "strides"), padding = op.Integers(last, "paddings"), ones = [.. Enumerable.Repeat(1L, rank)];
        long[] between = last > 4 ? op.Integers(4, "dilations") : ones, dilations = last > 5 ? op.Integers(5, "dilations") : ones;
        var reducer = new Reducer(op);
        long taps = window.Aggregate(1L, (product, size) => checked(product * size));
        if (taps > MostTaps)
        {
            throw op.Refuse($"its window has {taps} elements");
        }

        OnnxValue tensor = XlaShapingOps.Padded(
            op,
            op.Input(0),
            initial,
            [.. Enumerable.Range(0, rank).Select(axis => padding[2 * axis])],
            [.. Enumerable.Range(0, rank).Select(axis => padding[(2 * axis) + 1])],
            [.. between.Select(dilation => dilation - 1)]);

        // How far the window's first element goes: it stops where the window would leave the tensor.
        OnnxValue reach = op.Sub(op.Shape(tensor), op.Longs([.. window.Select((size, axis) => (size - 1) * dilations[axis])]));
        OnnxValue result = op.Expand(initial, op.Div(op.Emit("Max", op.Add(reach, op.Longs([.. strides.Select(stride => stride - 1)])), op.Longs(new long[rank])), op.Longs(strides)));
        OnnxValue axes = op.Longs(op.AllAxes(op.Input(0))), steps = op.Longs(strides);
        for (long tap = 0; tap < taps; tap++)
        {
            long rest = tap;
            var start = new long[rank];
            for (int axis = rank - 1; axis >= 0; axis--)
            {
                start[axis] = rest % window[axis] * dilations[axis];
                rest /= window[axis];
            }

            OnnxValue first = op.Longs(start);
            result = reducer.Combine(result, op.Emit("Slice", tensor, first, op.Add(first, reach), axes, steps));
        }

        op.Output(result);
    }

    /// <summary>The tensor with all dimensions that are reduced as its last one.</summary>
    private static OnnxValue Lines(OpContext op, OnnxValue tensor, long[] axes, int rank)
    {
        long[] kept = [.. Enumerable.Range(0, rank).Select(axis => (long)axis).Except(axes)];
        OnnxValue arranged = op.Transpose(tensor, [.. kept, .. axes]);
        return axes.Length == 1 ? arranged : op.ReshapeTo(arranged, op.Concat(0, op.Slice(op.Shape(arranged), 0, kept.Length), op.ProductOf(op.Slice(op.Shape(arranged), kept.Length, long.MaxValue))));
    }

    /// <summary>Combines the halves of the last dimension until one element is left.</summary>
    private static IReadOnlyList<OnnxValue> Halved(OpContext op, Reducer reducer, IReadOnlyList<OnnxValue> lines, int axis)
    {
        if (lines[0].Shape is not { } shape || !shape[axis].IsKnown || shape[axis].Value == 0)
        {
            throw op.Refuse("its function is none that ONNX reduces by, and the size that it reduces is not known");
        }

        for (long size = shape[axis].Value; size > 1; size = (size + 1) / 2)
        {
            long half = size / 2;
            IReadOnlyList<OnnxValue> combined = reducer.Combine([.. lines.Select(line => Part(line, 0, half))], [.. lines.Select(line => Part(line, half, 2 * half))]);
            lines = size % 2 == 0 ? combined : [.. combined.Select((line, i) => op.Concat(axis, line, Part(lines[i], 2 * half, size)))];
        }

        return [.. lines.Select(line => op.Squeeze(line, axis))];

        OnnxValue Part(OnnxValue line, long from, long to) => op.Slice(line, [from], [to], [axis]);
    }
}
