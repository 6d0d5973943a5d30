using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Products of matrices (tensorflow/core/ops/math_ops.cc).</summary>
internal static class MatrixOps
{
    [TfOp("MatMul", "SparseMatMul", "BatchMatMul", "BatchMatMulV2", "BatchMatMulV3")]
    public static void MatMul(OpContext op)
    {
        bool plain = op.Node.Op is "MatMul" or "SparseMatMul";
        OnnxValue a = op.Attributes.Bool(plain ? "transpose_a" : "adj_x", false) ? Transposed(op, op.Input(0), plain) : op.Input(0);
        OnnxValue b = op.Attributes.Bool(plain ? "transpose_b" : "adj_y", false) ? Transposed(op, op.Input(1), plain) : op.Input(1);
        DType type = op.OutputType() is var stated && stated != DType.Invalid ? stated : a.DType;
        op.Output(op.Emit("MatMul", op.Cast(a, type), op.Cast(b, type)));
    }

    private static OnnxValue Transposed(OpContext op, OnnxValue value, bool plain)
    {
        if (!plain && value.Rank is null)
        {
            OnnxValue shape = op.Shape(value);
            OnnxValue leading = op.Slice(shape, 0, -2), rows = op.Slice(shape, -2, 1), columns = op.Slice(shape, -1, 1);
            OnnxValue stack = op.ReshapeTo(value, op.Concat(0, op.ProductOf(leading), rows, columns));
            return op.ReshapeTo(op.Transpose(stack, 0, 2, 1), op.Concat(0, leading, columns, rows));
        }

        int rank = plain ? 2 : op.Rank(value);
        long[] perm = [.. Axes.Range(0, rank - 2), rank - 1, rank - 2];
        return op.Transpose(value, perm);
    }

    /// <summary>Adds a vector along the channels: the last dimension, or the second one for NCHW.</summary>
    [TfOp("BiasAdd", "BiasAddV1")]
    public static void BiasAdd(OpContext op)
    {
        OnnxValue value = op.Input(0), bias = op.Input(1);
        bool first = op.Attributes.String("data_format", "NHWC").StartsWith("NC", StringComparison.Ordinal);
        if (first && value.Rank is null)
        {
            OnnxValue behind = op.Sub(op.Shape(op.Shape(value)), op.Longs(2));
            bias = op.ReshapeTo(bias, op.Concat(0, op.Shape(bias), op.Fill(behind, DType.Int64, 1)));
        }
        else if (first && op.Rank(value) > 2)
        {
            bias = op.Unsqueeze(bias, Axes.Range(1, op.Rank(value) - 2));
        }

        op.Output(op.Add(value, bias));
    }
}
