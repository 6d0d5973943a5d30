using KerasCompat.Onnx.Protos;

namespace KerasCompat.OnnxRuntime.Layout;

/// <summary>A convolution of images with constant weights.</summary>
/// <param name="Filters">How many channels its result has.</param>
/// <param name="Kernel">How many elements its window has.</param>
/// <param name="IsDepthwise">Whether it convolves each channel by itself, and not all of them together.</param>
internal readonly record struct Convolution(long Filters, long Kernel, bool IsDepthwise)
{
    /// <summary>A node as a convolution; null where it has groups of several channels, other than two dimensions, or weights that are not constant.</summary>
    /// <param name="node">A node of the type <c>Conv</c>.</param>
    /// <param name="constants">The shapes of the graph's constants.</param>
    public static Convolution? Of(NodeProto node, ConstantShapes constants)
    {
        if (constants.Find(node.Input[1]) is not [var filters, var depth, var height, var width] || (node.Input.Count > 2 && constants.Find(node.Input[2]) is not [_]))
        {
            return null;
        }

        long groups = Groups(node)?.I ?? 1;
        return groups == 1 ? new Convolution(filters, height * width, false)
            : groups == filters && depth == 1 ? new Convolution(filters, height * width, true)
            : null;
    }

    /// <summary>The attribute that says how many groups a convolution has; null where it has one.</summary>
    public static AttributeProto? Groups(NodeProto node) => node.Attribute.FirstOrDefault(attribute => attribute.Name == "group");
}
