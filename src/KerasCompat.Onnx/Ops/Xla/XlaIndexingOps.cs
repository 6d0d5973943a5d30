using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops.Xla;

/// <summary>Slices at positions that a tensor holds, read and written (XLA's operation semantics, Gather and Scatter).</summary>
internal static class XlaIndexingOps
{
    /// <summary>The positions of a slice's elements are written into the graph, up to so many numbers.</summary>
    private const long MostPositions = 1 << 22;

    /// <summary>
    /// Inputs: tensor, starts of slices, sizes of a slice. Dimensions of which a slice takes the whole need no positions; they are moved behind the
    /// others.
    /// </summary>
    [TfOp("XlaGather")]
    public static void Gather(OpContext op)
    {
        OnnxValue operand = op.Input(0);
        long[] sizes = op.Integers(2, "slice sizes");
        var numbers = DimensionNumbers.Of(op);
        int[] offsets = numbers.List(1), collapsed = numbers.List(2), map = numbers.List(3);
        Require(op, numbers.List(5).Length == 0);
        Dim[] shape = operand.Shape ?? throw op.Refuse("the rank of its operand is not known");
        int[] cut = [.. Enumerable.Range(0, sizes.Length).Where(axis => !shape[axis].Is(sizes[axis]))];
        int[] whole = [.. Enumerable.Range(0, sizes.Length).Except(cut)];
        (OnnxValue starts, int batchRank) = Starts(op, op.Input(1), numbers.One(4), map, cut);
        OnnxValue last = op.Sub(op.Gather(op.Shape(operand), op.Longs([.. cut.Select(axis => (long)axis)])), op.Longs([.. cut.Select(axis => sizes[axis])]));
        OnnxValue positions = Positions(op, XlaShapingOps.Inside(op, starts, last), batchRank, [.. cut.Select(axis => sizes[axis])]);
        OnnxValue arranged = op.Transpose(operand, [.. cut.Concat(whole).Select(axis => (long)axis)]);
        OnnxValue gathered = cut.Length == 0
            ? op.Expand(arranged, op.Concat(0, op.Slice(op.Shape(starts), 0, batchRank), op.Shape(arranged)))
            : op.Emit("GatherND", arranged, positions);

        // The result has the batch dimensions, then the slice's, those taken whole last; collapsed ones are one.
        int[] order = [.. cut, .. whole];
        gathered = op.Squeeze(gathered, [.. Enumerable.Range(0, order.Length).Where(i => collapsed.Contains(order[i])).Select(i => (long)(batchRank + i))]);
        int[] kept = [.. order.Where(axis => !collapsed.Contains(axis))];
        int[] inOrder = [.. kept.Order()];
        var perm = new long[batchRank + kept.Length];
        int batch = 0;
        for (int axis = 0, offset = 0; axis < perm.Length; axis++)
        {
            perm[axis] = offsets.Contains(axis) ? batchRank + Array.IndexOf(kept, inOrder[offset++]) : batch++;
        }

        op.Output(op.Transpose(gathered, perm));
    }

    /// <summary>Inputs: tensor, starts of slices, slices. A slice that does not lie within the tensor is left out.</summary>
    [TfOp("XlaScatter")]
    public static void Scatter(OpContext op)
    {
        OnnxValue operand = op.Input(0), updates = op.Input(2);
        var numbers = DimensionNumbers.Of(op);
        int[] window = numbers.List(1), inserted = numbers.List(2), map = numbers.List(3);
        Require(op, numbers.List(5).Length == 0);
        string how = new Reducer(op).Only switch
        {
            "Add" or "AddV2" => "add",
            "Mul" => "mul",
            "Maximum" => "max",
            "Minimum" => "min",
            "Assign" => "none",
            _ => throw op.Refuse("its function is none of sum, product, maximum, minimum and the update itself"),
        };
        int rank = op.Rank(operand), updateRank = op.Rank(updates);
        int[] axes = [.. Enumerable.Range(0, rank)], scatter = [.. Enumerable.Range(0, updateRank).Except(window)];
        OnnxValue arranged = op.Transpose(updates, [.. scatter.Concat(window).Select(axis => (long)axis)]);
        Dim[] sizes = arranged.Shape![scatter.Length..];
        if (Array.Exists(sizes, size => !size.IsKnown))
        {
            throw op.Refuse("the size of its slices is not known");
        }

        (OnnxValue starts, int batchRank) = Starts(op, op.Input(1), numbers.One(4), map, axes);
        var slice = new Queue<long>(sizes.Select(size => size.Value));
        long[] extents = [.. axes.Select(axis => inserted.Contains(axis) ? 1 : slice.Dequeue())];
        OnnxValue shape = op.Shape(operand), last = op.Sub(shape, op.Longs(extents));
        OnnxValue within = op.Emit("And", op.Emit("GreaterOrEqual", starts, op.Longs(new long[rank])), op.Emit("LessOrEqual", starts, last));
        OnnxValue fits = op.Emit("Equal", op.Reduce("ReduceMin", op.Cast(within, DType.Int32), [-1], keepDims: true), op.Scalar(DType.Int32, 1));

        // Positions in the tensor laid out in one row; behind it a place for what does not fit.
        OnnxValue positions = Positions(op, starts, batchRank, extents), linear = op.Long(0);
        for (int axis = 0; axis < rank; axis++)
        {
            linear = op.Add(op.Mul(linear, op.Element(shape, axis)), op.Gather(positions, op.Long(axis), -1));
        }

        OnnxValue count = op.Emit("Size", operand), fitsAll = op.Squeeze(op.Unsqueeze(fits, Axes.Range(batchRank, rank)), batchRank + rank);
        linear = op.Where(fitsAll, linear, count);
        OnnxValue row = op.Concat(0, op.Reshape(operand, -1), op.Fill(op.Longs(1), operand.DType, 0));
        OnnxValue changed = op.Scattered(row, op.Reshape(linear, -1), op.Reshape(arranged, -1), 0, how);
        op.Output(op.ReshapeTo(op.Emit("Slice", changed, op.Longs(0), op.Longs(-1), op.Longs(0)), shape));
    }

    private static void Require(OpContext op, bool holds)
    {
        if (!holds)
        {
            throw op.Refuse("it has batching dimensions");
        }
    }

    /// <summary>The starts [batch..., one for each of some dimensions]; a dimension that the positions leave out starts at 0.</summary>
    private static (OnnxValue Starts, int BatchRank) Starts(OpContext op, OnnxValue indices, int vectorAxis, int[] map, int[] axes)
    {
        OnnxValue given = op.Cast(indices, DType.Int64);
        int rank = op.Rank(given);
        if (vectorAxis == rank)
        {
            given = op.Unsqueeze(given, rank);
            rank++;
        }
        else
        {
            long[] order = [.. Enumerable.Range(0, rank).Where(axis => axis != vectorAxis).Append(vectorAxis).Select(axis => (long)axis)];
            given = op.Transpose(given, order);
        }

        OnnxValue zero = op.Mul(op.Slice(given, [0], [1], [rank - 1]), op.Long(0));
        OnnxValue[] columns = [.. axes.Select(axis => Array.IndexOf(map, axis) is >= 0 and var at ? op.Slice(given, [at], [at + 1], [rank - 1]) : zero)];
        return (columns.Length == 0 ? op.Slice(given, [0], [0], [rank - 1]) : op.Concat(rank - 1, columns), rank - 1);
    }

    /// <summary>The position of each element of each slice: [batch..., slice..., one number for each dimension].</summary>
    private static OnnxValue Positions(OpContext op, OnnxValue starts, int batchRank, long[] sizes)
    {
        long[] strides = new long[sizes.Length];
        long total = 1;
        for (int i = sizes.Length - 1; i >= 0; i--)
        {
            strides[i] = total;
            total = checked(total * sizes[i]);
        }

        if (total < 0 || checked(total * Math.Max(1, sizes.Length)) > MostPositions)
        {
            throw op.Refuse("its slices are too large");
        }

        var offsets = new long[total * sizes.Length];
        for (int i = 0; i < offsets.Length; i++)
        {
            int axis = i % sizes.Length;
            offsets[i] = i / sizes.Length / strides[axis] % sizes[axis];
        }

        OnnxValue grid = op.Reshape(op.Longs(offsets), [.. sizes, sizes.Length]);
        return op.Add(op.Unsqueeze(starts, Axes.Range(batchRank, sizes.Length)), grid);
    }
}
