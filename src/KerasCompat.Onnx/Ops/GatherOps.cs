using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Ops that read elements by their positions (tensorflow/core/ops/array_ops.cc, resource_variable_ops.cc).</summary>
internal static class GatherOps
{
    [TfOp("Gather")]
    public static void Gather(OpContext op) => op.Output(op.Gather(op.Input(0), op.Input(1)));

    [TfOp("GatherV2")]
    public static void GatherV2(OpContext op) => op.Output(Batched(op, op.Input(0), op.Integers(2, "axis")[0]));

    [TfOp("ResourceGather")]
    public static void ResourceGather(OpContext op) => op.Output(Batched(op, op.Variable(0), op.Attributes.Int("batch_dims", 0)));

    [TfOp("GatherNd")]
    public static void GatherNd(OpContext op) => op.Output(AtPositions(op, op.Input(0)));

    [TfOp("ResourceGatherNd")]
    public static void ResourceGatherNd(OpContext op) => op.Output(AtPositions(op, op.Variable(0)));

    /// <summary>An empty position is the whole tensor.</summary>
    private static OnnxValue AtPositions(OpContext op, OnnxValue data)
    {
        OnnxValue indices = op.Input(1);
        if (indices.Shape is { Length: > 0 } shape && shape[^1].Is(0))
        {
            OnnxValue outer = op.Slice(op.Shape(indices), 0, shape.Length - 1);
            return op.Expand(data, op.Concat(0, outer, op.Shape(data)));
        }

        return op.Emit("GatherND", data, op.Cast(indices, DType.Int64));
    }

    /// <summary>
    /// The first <c>batch_dims</c> axes of data and indices belong together. GatherND does that for the axis right behind them; another
    /// axis is moved there, and what stood before it is moved back.
    /// </summary>
    private static OnnxValue Batched(OpContext op, OnnxValue data, long axis)
    {
        OnnxValue indices = op.Input(1);
        long given = op.Attributes.Int("batch_dims", 0);
        if (given == 0)
        {
            return op.Gather(data, indices, axis);
        }

        int batch = (int)(given < 0 ? given + op.Rank(indices) : given);
        int at = op.Axis(axis, data);
        OnnxValue positions = op.Unsqueeze(op.Cast(indices, DType.Int64), -1);
        var attributes = new OnnxAttributes { ["batch_dims"] = (long)batch };
        if (at == batch)
        {
            return batch == 0 ? op.Gather(data, indices) : op.Emit("GatherND", attributes, data, positions);
        }

        int rank = op.Rank(data), picked = op.Rank(indices) - batch;
        long[] front = Axes.Range(0, batch);
        long[] between = Axes.Range(batch, at - batch);
        long[] moved = [.. front, at, .. between, .. Axes.Range(at + 1, rank - at - 1)];
        OnnxValue gathered = op.Emit("GatherND", attributes, op.Transpose(data, moved), positions);

        // Batch, picked, between, behind becomes batch, between, picked, behind.
        long[] back =
        [
            .. front,
            .. between.Select(i => i + picked),
            .. Axes.Range(batch, picked),
            .. Axes.Range(at + picked, rank - at - 1),
        ];
        return op.Transpose(gathered, back);
    }
}
