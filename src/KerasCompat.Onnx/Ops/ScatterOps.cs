using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>
/// Ops that write elements at positions (tensorflow/core/ops/array_ops.cc, data_flow_ops.cc). Where a position may be written twice
/// the updates are combined by ScatterElements: ONNX Runtime's ScatterND works in parallel and may lose one (onnxruntime issue 23396).
/// </summary>
internal static class ScatterOps
{
    [TfOp("ScatterNd")]
    public static void ScatterNd(OpContext op)
    {
        OnnxValue updates = op.Input(1);
        bool isBool = updates.DType == DType.Bool;
        OnnxValue numbers = isBool ? op.Cast(updates, DType.Int32) : updates;
        OnnxValue zeros = op.Fill(op.Input(2), numbers.DType, 0);
        OnnxValue result = Combined(op, zeros, op.Input(0), numbers, isBool ? "max" : "add");
        op.Output(isBool ? op.Cast(result, DType.Bool) : result);
    }

    [TfOp("TensorScatterUpdate")]
    public static void Update(OpContext op) => op.Output(op.Emit("ScatterND", op.Input(0), op.Cast(op.Input(1), DType.Int64), op.Input(2)));

    [TfOp("TensorScatterAdd", "ScatterNdNonAliasingAdd", "TensorScatterSub", "TensorScatterMax", "TensorScatterMin")]
    public static void Combine(OpContext op)
    {
        OnnxValue updates = op.Input(2);
        if (op.Node.Op == "TensorScatterSub")
        {
            updates = op.Sub(op.Scalar(updates.DType, 0), updates);
        }

        string how = op.Node.Op switch { "TensorScatterMax" => "max", "TensorScatterMin" => "min", _ => "add" };
        op.Output(Combined(op, op.Input(0), op.Input(1), updates, how));
    }

    /// <summary>Rows of several tensors at given positions of one; where two meet the later one stands.</summary>
    [TfOp("DynamicStitch", "ParallelDynamicStitch")]
    public static void DynamicStitch(OpContext op)
    {
        int count = op.InputCount / 2;
        var positions = new OnnxValue?[count];
        var rows = new OnnxValue?[count];
        OnnxValue? inner = null;
        for (int i = 0; i < count; i++)
        {
            OnnxValue index = op.Cast(op.Input(i), DType.Int64), data = op.Input(i + count);
            inner ??= op.Slice(op.Shape(data), op.Rank(index), long.MaxValue);
            positions[i] = op.Reshape(index, -1);
            rows[i] = op.ReshapeTo(data, op.Concat(0, op.ToVector(op.Emit("Size", index)), inner));
        }

        OnnxValue all = op.Concat(0, positions);
        OnnxValue size = op.Add(op.Reduce("ReduceMax", op.Concat(0, op.Longs(-1), all), [0], keepDims: true), op.Longs(1));
        OnnxValue data0 = op.Concat(0, rows);
        OnnxValue target = op.Fill(op.Concat(0, size, inner), data0.DType, 0);
        op.Output(op.Emit("ScatterND", target, op.Unsqueeze(all, 1), data0));
    }

    [TfOp("DynamicPartition")]
    public static void DynamicPartition(OpContext op)
    {
        OnnxValue data = op.Input(0), partitions = op.Input(1);
        OnnxValue flat = op.Reshape(partitions, -1);
        OnnxValue rows = partitions.Rank == 1 ? data : op.ReshapeTo(data, op.Concat(0, op.ToVector(op.Emit("Size", partitions)), op.SizesBehind(data, partitions)));
        for (int i = 0; i < op.OutputCount; i++)
        {
            op.Output(i, op.Emit("Compress", new OnnxAttributes { ["axis"] = 0L }, rows, op.Emit("Equal", flat, op.Scalar(flat.DType, i))));
        }
    }

    [TfOp("Unique", "UniqueV2", "UniqueWithCounts", "UniqueWithCountsV2")]
    public static void Unique(OpContext op)
    {
        var attributes = new OnnxAttributes { ["sorted"] = 0L };
        if (op.Node.Op.EndsWith("V2", StringComparison.Ordinal) && op.Integers(1, "axis") is [var axis])
        {
            attributes["axis"] = axis;
        }

        OnnxValue[] found = op.EmitMany("Unique", 4, attributes, op.Input(0));
        DType type = op.Attributes.Type("out_idx", DType.Int32);
        op.Output(0, found[0]);
        op.Output(1, op.Cast(found[2], type));
        if (op.OutputCount > 2)
        {
            op.Output(2, op.Cast(found[3], type));
        }
    }

    /// <summary>
    /// Positions of several numbers become positions in a tensor whose leading axes are one, so that one axis remains along which
    /// ScatterElements combines.
    /// </summary>
    private static OnnxValue Combined(OpContext op, OnnxValue target, OnnxValue indices, OnnxValue updates, string how)
    {
        OnnxValue positions = op.Cast(indices, DType.Int64);
        if (positions.Shape is not [.., { IsKnown: true } depth])
        {
            return ByNumber(op, target, positions, updates, how);
        }

        OnnxValue shape = op.Shape(target);
        OnnxValue outer = op.Slice(shape, 0, depth.Value), inner = op.Slice(shape, depth.Value, long.MaxValue);
        OnnxValue linear = op.Longs(0);
        for (int i = 0; i < depth.Value; i++)
        {
            OnnxValue at = op.Emit("Gather", new OnnxAttributes { ["axis"] = -1L }, positions, op.Long(i));
            linear = i == 0 ? at : op.Add(op.Mul(linear, op.Element(shape, i)), at);
        }

        if (depth.Value == 0)
        {
            linear = op.Fill(op.Slice(op.Shape(positions), 0, op.Rank(positions) - 1), DType.Int64, 0);
        }

        OnnxValue rows = depth.Value == 1 ? target : op.ReshapeTo(target, op.Concat(0, op.Reduce("ReduceProd", outer, [0], true), inner));
        OnnxValue flat = op.Reshape(linear, -1);
        OnnxValue flatUpdates = op.ReshapeTo(updates, op.Concat(0, op.Shape(flat), inner));
        OnnxValue result = op.CombineRows(rows, flat, flatUpdates, how);
        return depth.Value == 1 ? result : op.ReshapeTo(result, shape);
    }

    /// <summary>Where it is not known how many numbers make a position: each element of the target has a number, found as the elements are.</summary>
    private static OnnxValue ByNumber(OpContext op, OnnxValue target, OnnxValue positions, OnnxValue updates, string how)
    {
        OnnxValue shape = op.Shape(target);
        OnnxValue numbers = op.ReshapeTo(op.Range(op.Emit("Size", target)), shape);
        OnnxValue at = op.Emit("GatherND", numbers, positions);
        OnnxValue result = op.CombineRows(op.Reshape(target, -1), op.Reshape(at, -1), op.Reshape(updates, -1), how);
        return op.ReshapeTo(result, shape);
    }
}
