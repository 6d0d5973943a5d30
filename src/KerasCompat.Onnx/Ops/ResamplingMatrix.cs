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
        Swapped(op, Lines(op, Swapped(op, Lines(op, image, columns)), rows));

    /// <summary>Each line of pixels by itself, as a row of one matrix: ONNX Runtime does not multiply a matrix with a stack of no images.</summary>
    private static OnnxValue Lines(OpContext op, OnnxValue image, OnnxValue weights)
    {
        OnnxValue shape = op.Shape(image), others = op.Slice(shape, 0, 3);
        OnnxValue lines = op.ReshapeTo(image, op.Concat(0, op.ProductOf(others), op.Slice(shape, 3, 1)));
        return op.ReshapeTo(op.Emit("MatMul", lines, op.Transpose(weights, 1, 0)), op.Concat(0, others, op.Slice(op.Shape(weights), 0, 1)));
    }

    private static OnnxValue Swapped(OpContext op, OnnxValue image) => op.Transpose(image, 0, 1, 3, 2);

    /// <summary>Weights that add up to one for each sample; a sample that reads nothing stays zero.</summary>
    public static OnnxValue Normalized(OpContext op, OnnxValue weights)
    {
        OnnxValue sum = op.Reduce("ReduceSum", weights, [1], keepDims: true);
        OnnxValue tiny = op.Scalar(sum.DType, 1000 * 1.17549435e-38);
        OnnxValue divisor = op.Where(op.Emit("Less", op.Emit("Abs", sum), tiny), op.Scalar(sum.DType, 1), sum);
        return op.Div(weights, divisor);
    }
}
