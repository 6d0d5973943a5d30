using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops.Xla;

/// <summary>Products and convolutions as XLA writes them (tensorflow/compiler/tf2xla/ops/xla_ops.cc; XLA's operation semantics, DotGeneral and ConvGeneralDilated).</summary>
internal static class XlaProductOps
{
    private const string Labels = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>Sums over the contracted dimensions; the result has the batch dimensions, then the others of the left side, then those of the right.</summary>
    [TfOp("XlaDot", "XlaDotV2")]
    public static void Dot(OpContext op)
    {
        OnnxValue left = Preferred(op, op.Input(0)), right = Preferred(op, op.Input(1));
        var numbers = DimensionNumbers.Of(op);
        int[] leftContracted = numbers.List(1), rightContracted = numbers.List(2), leftBatch = numbers.List(3), rightBatch = numbers.List(4);
        int leftRank = op.Rank(left), rightRank = op.Rank(right);
        if (leftContracted.Length != rightContracted.Length || leftBatch.Length != rightBatch.Length || leftRank + rightRank > Labels.Length)
        {
            throw op.Refuse("its dimension numbers do not fit each other");
        }

        char[] leftLabels = Labels[..leftRank].ToCharArray(), rightLabels = Labels[leftRank..(leftRank + rightRank)].ToCharArray();
        for (int i = 0; i < leftContracted.Length; i++)
        {
            rightLabels[rightContracted[i]] = leftLabels[leftContracted[i]];
        }

        for (int i = 0; i < leftBatch.Length; i++)
        {
            rightLabels[rightBatch[i]] = leftLabels[leftBatch[i]];
        }

        string output = string.Concat(leftBatch.Select(axis => leftLabels[axis]))
            + string.Concat(leftLabels.Where((_, axis) => !leftBatch.Contains(axis) && !leftContracted.Contains(axis)))
            + string.Concat(rightLabels.Where((_, axis) => !rightBatch.Contains(axis) && !rightContracted.Contains(axis)));
        op.Output(EinsumOps.Product(op, left, new string(leftLabels), right, new string(rightLabels), output));
    }

    /// <summary>Inputs: images, filter, strides, padding [n, 2], dilations of the image and of the filter, groups.</summary>
    [TfOp("XlaConv", "XlaConvV2")]
    public static void Convolve(OpContext op)
    {
        if (op.Attributes.Int("batch_group_count", 1) != 1)
        {
            throw op.Refuse("it convolves groups of the batch, as gradients do");
        }

        var numbers = DimensionNumbers.Of(op);
        OnnxValue image = Preferred(op, op.Input(0)), filter = Preferred(op, op.Input(1));
        long[] strides = op.Integers(2, "strides"), padding = op.Integers(3, "paddings"), imageDilation = op.Integers(4, "dilations"), dilation = op.Integers(5, "dilations"), groups = op.Integers(6, "groups");
        image = op.Transpose(image, [numbers.One(7), numbers.One(8), .. numbers.List(11).Select(axis => (long)axis)]);
        int spatial = strides.Length;
        filter = op.Transpose(filter, [numbers.One(4), numbers.One(3), .. numbers.List(6).Select(axis => (long)axis)]);
        filter = ConvolutionWeights.WithElements(op, filter, spatial + 2, free: 0);
        long[] none = new long[spatial + 2];
        image = XlaShapingOps.Padded(
            op,
            image,
            op.Scalar(image.DType, 0),
            [0, 0, .. Enumerable.Range(0, spatial).Select(i => padding[2 * i])],
            [0, 0, .. Enumerable.Range(0, spatial).Select(i => padding[(2 * i) + 1])],
            [.. none.Select((_, i) => i < 2 ? 0 : imageDilation[i - 2] - 1)]);
        var attributes = new OnnxAttributes { ["strides"] = strides, ["dilations"] = dilation, ["group"] = groups[0], ["pads"] = new long[2 * spatial] };
        OnnxValue result = op.Emit("Conv", attributes, image, filter);
        long[] order = [numbers.One(9), numbers.One(10), .. numbers.List(12).Select(axis => (long)axis)];
        op.Output(op.Transpose(result, OpContext.Inverse(order)));
    }

    /// <summary>The second versions say in which type they compute.</summary>
    private static OnnxValue Preferred(OpContext op, OnnxValue value) =>
        op.Attributes.Type("preferred_element_type") is var type && type != DType.Invalid ? op.Cast(value, type) : value;
}
