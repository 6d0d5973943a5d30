using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Reductions along axes as TensorFlow computes them, also of types for which ONNX Runtime computes something else.</summary>
internal static class AxisReduction
{
    /// <summary>The reduction of a tensor.</summary>
    /// <param name="op">The node.</param>
    /// <param name="opType">The type of ONNX' reduction.</param>
    /// <param name="input">The numbers.</param>
    /// <param name="reduce">Writes such a reduction of a tensor of the same shape, which keeps the axes or does not.</param>
    /// <param name="keepDims">Whether the result keeps the axes.</param>
    public static OnnxValue Along(OpContext op, string opType, OnnxValue input, Func<OnnxValue, bool, OnnxValue> reduce, bool keepDims) => opType switch
    {
        "ReduceMax" or "ReduceMin" => Extremes.Along(op, opType, input, reduce, keepDims),
        "ReduceSum" => IntegerSums.Along(op, input, value => reduce(value, keepDims)),
        _ => reduce(input, keepDims),
    };
}
