using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>
/// Slices (tensorflow/core/util/strided_slice_op.cc). Begins and ends may be computed at run time; strides are known while translating.
/// Axes behind an ellipsis are counted from the end, so that the rank need not be known.
/// </summary>
internal static class StridedSliceOps
{
    [TfOp("Slice")]
    public static void Slice(OpContext op)
    {
        OnnxValue input = op.Input(0), begin = op.Cast(op.Input(1), DType.Int64), size = op.Cast(op.Input(2), DType.Int64);
        OnnxValue toEnd = op.Emit("Equal", size, op.Long(-1));
        OnnxValue end = op.Where(toEnd, op.Long(long.MaxValue), op.Add(begin, size));
        OnnxValue result = op.Emit("Slice", input, begin, end);
        if (size.Elements is { } sizes && result.Shape is { } shape && shape.Length == sizes.Length)
        {
            for (int i = 0; i < shape.Length; i++)
            {
                shape[i] = shape[i].IsKnown || !sizes[i].IsKnown || sizes[i].Is(-1) ? shape[i] : sizes[i];
            }
        }

        op.Output(result);
    }

    [TfOp("StridedSlice", Note = "strides known while translating")]
    public static void StridedSlice(OpContext op)
    {
        OnnxValue input = op.Input(0);
        long[] strides = op.Integers(3, "strides");
        var begins = new Positions(op, 1);
        var ends = new Positions(op, 2);
        int beginMask = Mask(op, "begin_mask"), endMask = Mask(op, "end_mask"), ellipsisMask = Mask(op, "ellipsis_mask");
        int newAxisMask = Mask(op, "new_axis_mask"), shrinkMask = Mask(op, "shrink_axis_mask");
        int ellipsis = ellipsisMask == 0 ? strides.Length : Math.Min(BitOperations.TrailingZeroCount(ellipsisMask), strides.Length);

        var cuts = new List<Cut>();
        var shrunk = new List<Cut>();
        var added = new List<long>();
        for (int i = 0; i < strides.Length; i++)
        {
            if (i == ellipsis)
            {
                continue;
            }

            if (Bit(newAxisMask, i))
            {
                added.Add(OutputAxis(i));
                continue;
            }

            bool shrink = Bit(shrinkMask, i);
            var cut = new Cut(InputAxis(i), Bit(beginMask, i) && !shrink ? null : begins.At(i), Bit(endMask, i) ? null : ends.At(i), strides[i]);
            (shrink ? shrunk : cuts).Add(cut);
        }

        cuts.RemoveAll(c => c.Stride == 1 && (c.Begin is null || c.Begin.Elements is [{ IsKnown: true, Value: 0 }]) && c.End is null);
        OnnxValue result = Apply(op, input, cuts, shrunk);
        op.Output(op.Unsqueeze(result, [.. added]));

        // How many axes of the input stand before, or behind, the i-th entry; new axes are none of the input's.
        long InputAxis(int i) => i < ellipsis
            ? Count(0, i, k => !Bit(newAxisMask, k))
            : -Count(i, strides.Length, k => !Bit(newAxisMask, k));

        // Shrunk axes are none of the output's, unless they are also marked new: then they are new.
        long OutputAxis(int i) => i < ellipsis
            ? Count(0, i, k => Bit(newAxisMask, k) || !Bit(shrinkMask, k))
            : -Count(i, strides.Length, k => Bit(newAxisMask, k) || !Bit(shrinkMask, k));
    }

    private static OnnxValue Apply(OpContext op, OnnxValue input, List<Cut> cuts, List<Cut> shrunk)
    {
        if (cuts.Count == 0 && shrunk.Count == 1)
        {
            return op.Gather(input, op.ToScalar(shrunk[0].Begin!), shrunk[0].Axis);
        }

        if (cuts.Count + shrunk.Count == 0)
        {
            return input;
        }

        var starts = new List<OnnxValue?>();
        var stops = new List<OnnxValue?>();
        foreach (Cut cut in cuts)
        {
            (OnnxValue start, OnnxValue stop) = Bounds(op, input, cut);
            starts.Add(start);
            stops.Add(stop);
        }

        foreach (Cut cut in shrunk)
        {
            // One element: up to the next one, which behind the last has no number.
            starts.Add(cut.Begin);
            stops.Add(op.Where(op.Emit("Equal", cut.Begin!, op.Long(-1)), op.Long(long.MaxValue), op.Add(cut.Begin!, op.Long(1))));
        }

        long[] axes = [.. cuts.Concat(shrunk).Select(c => c.Axis)];
        long[] steps = [.. cuts.Select(c => c.Stride), .. shrunk.Select(_ => 1L)];
        OnnxValue?[] inputs = [input, op.Concat(0, [.. starts]), op.Concat(0, [.. stops]), op.Longs(axes)];
        OnnxValue sliced = Array.TrueForAll(steps, s => s == 1) ? op.Emit("Slice", inputs) : op.Emit("Slice", [.. inputs, op.Longs(steps)]);
        return op.Squeeze(sliced, [.. shrunk.Select(c => c.Axis)]);
    }

    /// <summary>Begin and end in ONNX' terms: masked ones are the far ends in the direction of the stride.</summary>
    private static (OnnxValue Start, OnnxValue Stop) Bounds(OpContext op, OnnxValue input, Cut cut)
    {
        if (cut.Stride > 0)
        {
            return (cut.Begin ?? op.Longs(0), cut.End ?? op.Longs(long.MaxValue));
        }

        OnnxValue start = cut.Begin ?? op.Longs(long.MaxValue), stop = cut.End ?? op.Longs(-long.MaxValue);
        if (cut.Begin is null || cut.Begin.Elements is [{ IsKnown: true, Value: >= -1 }])
        {
            return (start, stop);
        }

        // Backwards from before the first element there is nothing; ONNX would begin at the first.
        OnnxValue size = op.Reshape(op.Size(input, (int)cut.Axis), 1), zero = op.Longs(0), before = op.Emit("Less", op.Add(start, size), zero);
        return (op.Where(before, zero, start), op.Where(before, zero, stop));
    }

    private static int Mask(OpContext op, string name) => (int)op.Attributes.Int(name, 0);

    private static int Count(int from, int to, Func<int, bool> counts)
    {
        int count = 0;
        for (int i = from; i < to; i++)
        {
            count += counts(i) ? 1 : 0;
        }

        return count;
    }

    private static bool Bit(int mask, int index) => index < 32 && ((mask >> index) & 1) != 0;

    /// <param name="Axis">The axis of the input, negative from the end.</param>
    /// <param name="Begin">A vector of one position; null where masked.</param>
    /// <param name="End">A vector of one position; null where masked.</param>
    /// <param name="Stride">The stride.</param>
    private sealed record Cut(long Axis, OnnxValue? Begin, OnnxValue? End, long Stride);

    /// <summary>The elements of an input of positions, known or not.</summary>
    private readonly struct Positions(OpContext op, int input)
    {
        private readonly OnnxValue _vector = op.Cast(op.Input(input), DType.Int64);
        private readonly long[]? _known = op.IntegersOrNull(input);

        public OnnxValue At(int index) => _known is not null ? op.Longs(_known[index]) : op.Slice(_vector, index, 1);
    }
}
