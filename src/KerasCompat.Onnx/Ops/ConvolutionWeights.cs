using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>A convolution's filter: [space..., input channels, output channels] in TensorFlow, [output, input, space...] in ONNX.</summary>
internal static class ConvolutionWeights
{
    public static OnnxValue ToOnnx(OpContext op, OnnxValue filter, int spatialRank) =>
        op.Transpose(filter, [spatialRank + 1, spatialRank, .. Enumerable.Range(0, spatialRank).Select(i => (long)i)]);

    /// <summary>ONNX Runtime convolves in single precision; what is of double precision is left to a kernel.</summary>
    public static void RequireSingle(OpContext op)
    {
        if (op.InputType(1) == DType.Float64)
        {
            throw op.Refuse("ONNX Runtime convolves in single precision only");
        }
    }

    /// <summary>
    /// A filter with fewer input channels than the image makes a grouped convolution. A size that shows at run time only is taken for the
    /// plain case.
    /// </summary>
    public static long Groups(OpContext op, Dim? channels, Dim? perGroup)
    {
        if (channels is not { IsKnown: true } all || perGroup is not { IsKnown: true } part)
        {
            return 1;
        }

        return part.Value > 0 && all.Value % part.Value == 0
            ? Math.Max(1, all.Value / part.Value)
            : throw op.Refuse($"its {all.Value} channels are no multiple of the filter's {part.Value}");
    }
}
