using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Inference;

namespace KerasCompat.Onnx.Ops;

/// <summary>A convolution's filter: [space..., input channels, output channels] in TensorFlow, [output, input, space...] in ONNX.</summary>
internal static class ConvolutionWeights
{
    public static OnnxValue ToOnnx(OpContext op, OnnxValue filter, int spatialRank) =>
        WithElements(op, op.Transpose(filter, [spatialRank + 1, spatialRank, .. Axes.Range(0, spatialRank)]), spatialRank + 2, free: 0);

    /// <summary>ONNX Runtime convolves in single precision; what is of double precision is left to a kernel.</summary>
    public static void RequireSingle(OpContext op)
    {
        if (op.InputType(1) == DType.Float64)
        {
            throw op.Refuse("ONNX Runtime convolves in single precision only");
        }
    }

    /// <summary>
    /// The filter, of which it is sure that it is not empty: ONNX Runtime does not end, or ends the process, where it convolves with one. A filter that
    /// shows at run time only goes through a Reshape that fails if it has no elements, as TensorFlow's convolutions do.
    /// </summary>
    /// <param name="op">The node.</param>
    /// <param name="weights">The filter, in ONNX' order.</param>
    /// <param name="rank">Its rank.</param>
    /// <param name="free">The axis of the output's channels, of which there may be none at run time.</param>
    public static OnnxValue WithElements(OpContext op, OnnxValue weights, int rank, int free)
    {
        Dim[] shape = weights.Shape ?? Shapes.UnknownOfRank(rank)!;
        if (Array.Exists(shape, size => size.Is(0)))
        {
            throw op.Refuse("its filter has no elements");
        }

        weights.Shape ??= shape;
        if (!shape.Where((size, axis) => axis != free && !size.IsKnown).Any())
        {
            return weights;
        }

        OnnxValue sizes = op.Shape(weights), least = op.Longs([.. shape.Select((_, axis) => axis == free ? 0L : 1L)]);
        OnnxValue checkedWeights = op.ReshapeTo(weights, op.Emit("Max", sizes, least));
        checkedWeights.Shape = shape;
        return checkedWeights;
    }
}
