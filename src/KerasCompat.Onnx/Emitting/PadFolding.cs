using KerasCompat.Contracts;
using KerasCompat.Onnx.Inference;

namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// A convolution pads by itself what Keras' ZeroPadding layers pad before it. So does a pool of values that are not negative: a zero is never
/// larger than they are.
/// </summary>
internal static class PadFolding
{
    public static OnnxValue? Apply(OnnxScope scope, InferredNode node)
    {
        if (node.OpType is not ("Conv" or "MaxPool") || node.Outputs.Length != 1 || node.Attributes.Ints("pads") is not { } own
            || node.Input(0).Rank is not { } rank || FindPad(scope, node.Input(0), rank) is not { } found)
        {
            return null;
        }

        (OnnxValue unpadded, long[] pads) = found;
        if (pads[0] != 0 || pads[1] != 0 || pads[rank] != 0 || pads[rank + 1] != 0 || Array.Exists(pads, p => p < 0)
            || (node.OpType == "MaxPool" && !(IsNonNegative(unpadded) && Covers(node.Attributes, own, pads, rank))))
        {
            return null;
        }

        var attributes = new OnnxAttributes();
        foreach ((string name, object value) in node.Attributes)
        {
            attributes[name] = value;
        }

        attributes["pads"] = Sum(own, pads, rank);
        return scope.Node(node.OpType, [unpadded, .. node.Inputs.AsSpan(1)], attributes);
    }

    /// <summary>The value before the padding, and the padding in the order of the value's dimensions.</summary>
    private static (OnnxValue Unpadded, long[] Pads)? FindPad(OnnxScope scope, OnnxValue value, int rank)
    {
        if (value.Producer is not { Domain: "" } node)
        {
            return null;
        }

        switch (node.OpType)
        {
            case "Pad" when IsZeroPad(node) && Known(node.Inputs[1]) is { } pads && pads.Length == 2 * rank:
                return (node.Inputs[0]!, pads);
            case "Transpose" when node.Attributes.Ints("perm") is { } perm && FindPad(scope, node.Inputs[0]!, rank) is { } before:
                OnnxValue moved = scope.Node("Transpose", [before.Unpadded], node.Attributes);
                return (moved, [.. perm.Select(p => before.Pads[p]), .. perm.Select(p => before.Pads[p + rank])]);
            case "Unsqueeze" when Known(node.Inputs[1]) is [var axis] && FindPad(scope, node.Inputs[0]!, rank - 1) is { } before:
                axis = axis < 0 ? axis + rank : axis;
                OnnxValue widened = scope.Node("Unsqueeze", [before.Unpadded, node.Inputs[1]]);
                return (widened, [.. Insert(before.Pads.AsSpan(0, rank - 1), (int)axis), .. Insert(before.Pads.AsSpan(rank - 1), (int)axis)]);
            default:
                return null;
        }
    }

    private static long[] Insert(ReadOnlySpan<long> pads, int axis) => [.. pads[..axis], 0, .. pads[axis..]];

    private static bool IsZeroPad(OnnxNode node) =>
        node.Attributes.Text("mode", "constant") == "constant" && node.Inputs.Length < 4
        && (node.Inputs.Length < 3 || node.Inputs[2] is null || (node.Inputs[2]!.Constant is { ElementCount: 1 } value && Constants.ToFloats(value)[0] == 0));

    private static long[]? Known(OnnxValue? value) =>
        value?.Elements is { } elements && Array.TrueForAll(elements, e => e.IsKnown) ? Array.ConvertAll(elements, e => e.Value) : null;

    private static bool IsNonNegative(OnnxValue value) => value.Producer switch
    {
        { OpType: "Relu" or "Sigmoid" or "HardSigmoid" } => true,
        { OpType: "Clip" } clip => clip.Inputs.Length > 1 && clip.Inputs[1]?.Constant is { ElementCount: 1, DType: not DType.String } low && Constants.ToFloats(low)[0] >= 0,
        { OpType: "Transpose" or "MaxPool" or "AveragePool" or "Unsqueeze" } node => IsNonNegative(node.Inputs[0]!),
        _ => false,
    };

    /// <summary>Whether every window still reads something of the image.</summary>
    private static bool Covers(OnnxAttributes attributes, long[] own, long[] pads, int rank)
    {
        long[] kernel = attributes.Ints("kernel_shape")!, sum = Sum(own, pads, rank);
        return kernel.Select((size, i) => sum[i] < size && sum[i + kernel.Length] < size).All(fits => fits);
    }

    private static long[] Sum(long[] own, long[] pads, int rank)
    {
        int spatial = rank - 2;
        var sum = new long[2 * spatial];
        for (int i = 0; i < spatial; i++)
        {
            sum[i] = own[i] + pads[i + 2];
            sum[i + spatial] = own[i + spatial] + pads[i + 2 + rank];
        }

        return sum;
    }
}
