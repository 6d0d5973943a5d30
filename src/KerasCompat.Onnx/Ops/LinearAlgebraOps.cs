using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>What ONNX has of linear algebra (tensorflow/core/ops/linalg_ops.cc); decompositions and solvers are managed kernels.</summary>
internal static class LinearAlgebraOps
{
    [TfOp("MatrixDeterminant", "BatchMatrixDeterminant")]
    public static void Determinant(OpContext op) =>
        op.Output(op.Input(0).DType == DType.Float32 ? op.Emit("Det", op.Input(0)) : throw op.Refuse("ONNX Runtime has no Det of " + op.Input(0).DType.Name()));

    [TfOp("Cross")]
    public static void Cross(OpContext op)
    {
        OnnxValue a = op.Input(0), b = op.Input(1);
        op.Output(op.Sub(op.Mul(Next(op, a, 1, 2, 0), Next(op, b, 2, 0, 1)), op.Mul(Next(op, a, 2, 0, 1), Next(op, b, 1, 2, 0))));
    }

    private static OnnxValue Next(OpContext op, OnnxValue value, params long[] order) => op.Gather(value, op.Longs(order), -1);
}
