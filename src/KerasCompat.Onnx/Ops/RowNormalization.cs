using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>
/// Keras' LayerNormalization reshapes its rows into the channels of one image and takes the moments of a batch of one
/// (keras/layers/normalization/layer_normalization.py, <c>_fused_can_be_used</c>). That is ONNX' LayerNormalization of each channel.
/// </summary>
internal static class RowNormalization
{
    /// <summary>The normalized image, or null when it is not such an image: [1, rows, width, 1] with neutral scale and offset.</summary>
    public static OnnxValue? Apply(OpContext op, OnnxValue image, OnnxValue scale, OnnxValue offset, float epsilon)
    {
        if (image.Shape is not [var batch, _, { IsKnown: true } width, var last] || !batch.Is(1) || !last.Is(1)
            || UniformValue.Of(scale) != 1 || UniformValue.Of(offset) != 0)
        {
            return null;
        }

        OnnxValue ones = op.Constant(Constants.FromFloats(scale.DType, [.. Enumerable.Repeat(1.0, (int)width.Value)], [width.Value, 1]));
        return op.Cast(op.Emit("LayerNormalization", new OnnxAttributes { ["axis"] = 2L, ["epsilon"] = epsilon }, op.Cast(image, scale.DType), ones), image.DType);
    }
}
