using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Products of matrices (tensorflow/core/ops/math_ops.cc).</summary>
internal static class MatrixOps
{
    [TfOp("MatMul", "BatchMatMul", "BatchMatMulV2", "BatchMatMulV3")]
    public static void MatMul(OpContext op)
    {
        bool plain = op.Node.Op == "MatMul";
        OnnxValue a = op.Attributes.Bool(plain ? "transpose_a" : "adj_x", false) ? Transposed(op, op.Input(0), plain) : op.Input(0);
        OnnxValue b = op.Attributes.Bool(plain ? "transpose_b" : "adj_y", false) ? Transposed(op, op.Input(1), plain) : op.Input(1);
        OnnxValue product = op.Emit("MatMul", a, b);
        op.Output(op.OutputType() is var type && type != product.DType && type != Contracts.DType.Invalid ? op.Cast(product, type) : product);
    }

    private static OnnxValue Transposed(OpContext op, OnnxValue value, bool plain)
    {
        int rank = plain ? 2 : op.Rank(value);
        long[] perm = [.. Enumerable.Range(0, rank - 2).Select(i => (long)i), rank - 1, rank - 2];
        return op.Transpose(value, perm);
    }

    /// <summary>Adds a vector along the channels: the last dimension, or the second one for NCHW.</summary>
    [TfOp("BiasAdd", "BiasAddV1")]
    public static void BiasAdd(OpContext op)
    {
        OnnxValue value = op.Input(0), bias = op.Input(1);
        if (op.Attributes.String("data_format", "NHWC").StartsWith("NC", StringComparison.Ordinal) && op.Rank(value) > 2)
        {
            bias = op.Unsqueeze(bias, [.. Enumerable.Range(1, op.Rank(value) - 2).Select(i => (long)i)]);
        }

        op.Output(op.Add(value, bias));
    }
}
