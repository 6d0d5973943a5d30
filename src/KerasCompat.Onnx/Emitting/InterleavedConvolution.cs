using KerasCompat.Contracts;
using KerasCompat.Onnx.Inference;

namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// A convolution of an image whose few channels lie side by side in each pixel, as TensorFlow's do. Read as one channel, such an image is as many
/// times wider as it has channels; a window that is wider as well, and moves as much farther, meets the same elements. So the channels need not
/// be taken apart first, which takes longer than many a first convolution.
/// </summary>
internal static class InterleavedConvolution
{
    // From here on ONNX Runtime's convolutions work on several channels at once.
    private const long MostChannels = 7;

    public static OnnxValue? Apply(OnnxScope scope, InferredNode node)
    {
        if (node.OpType != "Conv" || node.DType(0) != DType.Float32 || node.Attributes.Int("group", 1) != 1
            || node.Input(0).TransposeOf(0, 3, 1, 2) is not { Shape: [_, var height, var width, var channels] } image
            || !height.IsKnown || !width.IsKnown || !channels.IsKnown || height.Value < 1 || width.Value < 1 || channels.Value is < 2 or > MostChannels
            || node.Shape(1) is not [{ IsKnown: true } filters, var depth, { IsKnown: true } rows, { IsKnown: true } columns] || depth != channels
            || node.Attributes.Ints("pads") is not [var top, var left, var bottom, var right]
            || node.Attributes.Ints("strides") is not [var down, var across] || node.Attributes.Ints("dilations") is not [var dilation, 1]
            || node.Attributes.ContainsKey("kernel_shape") || !node.Input(1).IsInitializerBehind("Transpose"))
        {
            // Kernels lie in the checkpoint in TensorFlow's order, so that a transpose stands before them.
            return null;
        }

        long c = channels.Value;
        OnnxValue wide = scope.Node("Reshape", [image, scope.Longs(0, 1, height.Value, width.Value * c)]);
        OnnxValue interleaved = scope.Node("Transpose", [node.Input(1)], new OnnxAttributes { ["perm"] = (long[])[0, 2, 3, 1] });
        OnnxValue kernel = scope.Node("Reshape", [interleaved, scope.Longs(filters.Value, 1, rows.Value, columns.Value * c)]);
        var attributes = new OnnxAttributes
        {
            ["strides"] = (long[])[down, across * c],
            ["dilations"] = (long[])[dilation, 1],
            ["pads"] = (long[])[top, left * c, bottom, right * c],
            ["group"] = 1L,
        };
        return scope.Node("Conv", [wide, kernel, .. node.Inputs.AsSpan(2)], attributes);
    }
}
