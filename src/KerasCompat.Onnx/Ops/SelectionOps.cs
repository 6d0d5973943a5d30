using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Ops that choose between elements by a condition (tensorflow/core/ops/array_ops.cc, math_ops.cc).</summary>
internal static class SelectionOps
{
    /// <summary>The positions of what is not zero, one row each, in row-major order.</summary>
    [TfOp("Where")]
    public static void Where(OpContext op)
    {
        OnnxValue input = op.Input(0);
        if (input.Rank == 0)
        {
            throw op.Refuse("a scalar has no axis for positions");
        }

        if (input.DType is not (DType.Bool or DType.Float32 or DType.Int32 or DType.Int64 or DType.UInt8))
        {
            input = op.Emit("Not", op.Emit("Equal", input, op.Scalar(input.DType, 0)));
        }

        op.Output(op.Transpose(op.Emit("NonZero", input), 1, 0));
    }

    /// <summary>A vector of conditions chooses whole rows; it does not broadcast along the last axis.</summary>
    [TfOp("Select")]
    public static void Select(OpContext op)
    {
        OnnxValue condition = op.Input(0), yes = op.Input(1), no = op.Input(2);
        if (condition.Rank is null || (condition.Rank == 1 && yes.Rank is null))
        {
            OnnxValue missing = op.Sub(op.Size(op.Shape(yes), 0), op.Size(op.Shape(condition), 0));
            OnnxValue ones = op.Fill(op.ToVector(op.Emit("Max", missing, op.Long(0))), DType.Int64, 1);
            condition = op.ReshapeTo(condition, op.Concat(0, op.Shape(condition), ones));
        }
        else if (condition.Rank == 1 && yes.Rank > 1)
        {
            condition = op.Unsqueeze(condition, Axes.Range(1, yes.Rank.Value - 1));
        }

        op.Output(op.Where(condition, yes, no));
    }

    [TfOp("SelectV2")]
    public static void SelectV2(OpContext op) => op.Output(op.Where(op.Input(0), op.Input(1), op.Input(2)));

    [TfOp("ClipByValue")]
    public static void ClipByValue(OpContext op) => op.Output(Extremes.Larger(op, Extremes.Smaller(op, op.Input(0), op.Input(2)), op.Input(1)));

    /// <summary>Which values of x are not among those of y, and their positions.</summary>
    [TfOp("ListDiff")]
    public static void ListDiff(OpContext op)
    {
        OnnxValue x = op.Input(0);
        OnnxValue equal = op.Emit("Equal", op.Unsqueeze(x, 1), op.Unsqueeze(op.Input(1), 0));
        OnnxValue among = op.Reduce("ReduceSum", op.Cast(equal, DType.Int32), [1], keepDims: false);
        OnnxValue keep = op.Emit("Equal", among, op.Scalar(DType.Int32, 0));
        op.Output(0, op.Emit("Compress", new OnnxAttributes { ["axis"] = 0L }, x, keep));
        op.Output(1, op.Cast(op.Squeeze(op.Emit("NonZero", keep), 0), op.Attributes.Type("out_idx", DType.Int32)));
    }
}
