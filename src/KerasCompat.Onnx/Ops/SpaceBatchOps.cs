using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Ops that exchange space for batch or channels (tensorflow/core/ops/array_ops.cc).</summary>
internal static class SpaceBatchOps
{
    [TfOp("SpaceToBatchND")]
    public static void SpaceToBatchNd(OpContext op) => SpaceToBatch(op, op.Input(1), op.Input(2));

    [TfOp("SpaceToBatch")]
    public static void SpaceToBatch(OpContext op) => SpaceToBatch(op, SquareBlock(op), op.Input(1));

    [TfOp("BatchToSpaceND")]
    public static void BatchToSpaceNd(OpContext op) => BatchToSpace(op, op.Input(1), op.Input(2));

    [TfOp("BatchToSpace")]
    public static void BatchToSpace(OpContext op) => BatchToSpace(op, SquareBlock(op), op.Input(1));

    /// <summary>ONNX orders the new channels as TensorFlow does: by row, by column, by old channel.</summary>
    [TfOp("SpaceToDepth", "DepthToSpace")]
    public static void SpaceToDepth(OpContext op)
    {
        SpatialLayout layout = SpatialLayout.Of(op, 2);
        var attributes = new OnnxAttributes { ["blocksize"] = op.Attributes.Int("block_size", 2) };
        if (op.Node.Op == "DepthToSpace")
        {
            attributes["mode"] = "DCR";
        }

        op.Output(layout.FromOnnx(op, op.Emit(op.Node.Op, attributes, layout.ToOnnx(op, op.Input(0)))));
    }

    private static OnnxValue SquareBlock(OpContext op) => op.Longs(op.Attributes.Int("block_size", 2), op.Attributes.Int("block_size", 2));

    private static void SpaceToBatch(OpContext op, OnnxValue blocks, OnnxValue paddings)
    {
        OnnxValue block = op.Cast(blocks, DType.Int64);
        int count = Count(op, block);
        (OnnxValue image, int rank, OnnxValue? tail) = Blocked(op, count);
        (OnnxValue before, OnnxValue after) = Columns(op, paddings);
        OnnxValue batch = op.Longs(0), rest = op.Longs(new long[rank - count - 1]);
        OnnxValue padded = op.Emit("Pad", image, op.Concat(0, batch, before, rest, batch, after, rest), op.Scalar(image.DType, 0));
        OnnxValue shape = op.Shape(padded);
        OnnxValue blocksPerAxis = op.Div(op.Slice(shape, 1, count), block);
        OnnxValue split = op.Concat(0, [op.Slice(shape, 0, 1), .. Interleave(op, blocksPerAxis, block, count), Tail(op, shape, rank, count)]);
        long[] perm =
        [
            .. Enumerable.Range(0, count).Select(i => (2L * i) + 2), 0,
            .. Enumerable.Range(0, count).Select(i => (2L * i) + 1),
            .. Axes.Range((2 * count) + 1, rank - count - 1),
        ];
        OnnxValue ordered = op.Transpose(op.ReshapeTo(padded, split), perm);
        OnnxValue images = op.Mul(op.Slice(shape, 0, 1), Product(op, block, count));
        op.Output(op.ReshapeTo(ordered, op.Concat(0, images, blocksPerAxis, tail ?? Tail(op, shape, rank, count))));
    }

    private static void BatchToSpace(OpContext op, OnnxValue blocks, OnnxValue crops)
    {
        OnnxValue block = op.Cast(blocks, DType.Int64);
        int count = Count(op, block);
        (OnnxValue image, int rank, OnnxValue? tail) = Blocked(op, count);
        OnnxValue shape = op.Shape(image);
        OnnxValue batch = op.Div(op.Slice(shape, 0, 1), Product(op, block, count));
        OnnxValue split = op.Concat(0, block, batch, op.Slice(shape, 1, rank - 1));
        long[] perm =
        [
            count,
            .. Enumerable.Range(0, count).SelectMany(i => (long[])[count + 1 + i, i]),
            .. Axes.Range((2 * count) + 1, rank - count - 1),
        ];
        OnnxValue ordered = op.Transpose(op.ReshapeTo(image, split), perm);
        OnnxValue sizes = op.Mul(op.Slice(shape, 1, count), block);
        OnnxValue whole = op.ReshapeTo(ordered, op.Concat(0, batch, sizes, tail ?? Tail(op, shape, rank, count)));
        (OnnxValue before, OnnxValue after) = Columns(op, crops);
        long[] axes = Axes.Range(1, count);
        op.Output(op.Emit("Slice", whole, before, op.Sub(sizes, after), op.Longs(axes)));
    }

    /// <summary>The image and its rank. Where that shows at run time only, all that stands behind the blocked axes is one axis, and its shape is given too.</summary>
    private static (OnnxValue Image, int Rank, OnnxValue? Tail) Blocked(OpContext op, int count)
    {
        OnnxValue image = op.Input(0), shape = op.Shape(image);
        if (image.Rank is { } rank)
        {
            return (image, rank, null);
        }

        OnnxValue tail = op.Slice(shape, count + 1, long.MaxValue);
        return (op.ReshapeTo(image, op.Concat(0, op.Slice(shape, 0, count + 1), op.ProductOf(tail))), count + 2, tail);
    }

    private static int Count(OpContext op, OnnxValue block) =>
        block.Shape is [{ IsKnown: true } length] ? (int)length.Value : throw op.Refuse("the number of its blocked dimensions is not known");

    /// <summary>The two columns of a matrix [dimensions, 2].</summary>
    private static (OnnxValue First, OnnxValue Second) Columns(OpContext op, OnnxValue pairs)
    {
        OnnxValue wide = op.Cast(pairs, DType.Int64);
        return (op.Gather(wide, op.Long(0), 1), op.Gather(wide, op.Long(1), 1));
    }

    private static IEnumerable<OnnxValue> Interleave(OpContext op, OnnxValue first, OnnxValue second, int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return op.Slice(first, i, 1);
            yield return op.Slice(second, i, 1);
        }
    }

    private static OnnxValue Tail(OpContext op, OnnxValue shape, int rank, int count) => op.Slice(shape, count + 1, rank - count - 1);

    private static OnnxValue Product(OpContext op, OnnxValue block, int count)
    {
        OnnxValue product = op.Longs(1);
        for (int i = 0; i < count; i++)
        {
            product = op.Mul(product, op.Slice(block, i, 1));
        }

        return product;
    }
}
