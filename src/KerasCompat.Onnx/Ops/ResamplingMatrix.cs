using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>
/// Resampling whose samples are sums of pixels, separately by rows and columns: one product with a matrix [samples, pixels] for each.
/// The matrices are written as ONNX nodes of the sizes; ONNX Runtime computes them once where the sizes are fixed.
/// </summary>
internal static class ResamplingMatrix
{
    /// <param name="op">The op.</param>
    /// <param name="image">The image, in ONNX' order.</param>
    /// <param name="rows">The weights [new height, height].</param>
    /// <param name="columns">The weights [new width, width].</param>
    public static OnnxValue Apply(OpContext op, OnnxValue image, OnnxValue rows, OnnxValue columns) =>
        op.Emit("MatMul", op.Emit("MatMul", rows, image), op.Transpose(columns, 1, 0));

    /// <summary>Weights that add up to one for each sample; a sample that reads nothing stays zero.</summary>
    public static OnnxValue Normalized(OpContext op, OnnxValue weights)
    {
        OnnxValue sum = op.Reduce("ReduceSum", weights, [1], keepDims: true);
        OnnxValue tiny = op.Scalar(sum.DType, 1000 * 1.17549435e-38);
        OnnxValue divisor = op.Where(op.Emit("Less", op.Emit("Abs", sum), tiny), op.Scalar(sum.DType, 1), sum);
        return op.Div(weights, divisor);
    }
}
