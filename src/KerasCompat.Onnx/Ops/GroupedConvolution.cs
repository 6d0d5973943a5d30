using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Flow;
using KerasCompat.Onnx.Translation;

namespace KerasCompat.Onnx.Ops;

/// <summary>
/// Convolutions of groups of channels. TensorFlow finds the number of groups by dividing two sizes, ONNX wants to be told: where one of them shows
/// at run time only, a branch takes the plain convolution or a loop over the groups.
/// </summary>
internal static class GroupedConvolution
{
    /// <summary>Writes a Conv or ConvTranspose.</summary>
    /// <param name="op">The node.</param>
    /// <param name="opType">Which of the two.</param>
    /// <param name="attributes">Its attributes, but for the number of groups.</param>
    /// <param name="image">The image, in ONNX' order.</param>
    /// <param name="weights">The filter, in ONNX' order. Its second axis has the channels of one group.</param>
    /// <param name="channels">The channels of all groups: of the image, or of a transposed convolution's result.</param>
    /// <param name="count">The same as a scalar; asked for where it is not known.</param>
    public static OnnxValue Emit(
        OpContext op, string opType, OnnxAttributes attributes, OnnxValue image, OnnxValue weights, Dim channels, Func<OnnxValue> count)
    {
        Dim perGroup = weights.Shape![1];
        if (perGroup == channels || (perGroup.IsKnown && channels.IsKnown))
        {
            attributes["group"] = perGroup == channels ? 1 : Groups(op, channels.Value, perGroup.Value);
            return op.Emit(opType, attributes, image, weights);
        }

        OnnxValue all = channels.IsKnown ? op.Long(channels.Value) : count(), part = op.Size(weights, 1);
        OnnxValue? plain = null;
        OnnxValue result = ((Translated.Value)Branches.Emit(
            op,
            op.Emit("Equal", all, part),
            then => [new Translated.Value(plain = then.Emit(opType, attributes, image, weights))],
            otherwise => [new Translated.Value(EachGroup(otherwise, opType, attributes, image, weights, otherwise.Div(all, part)))])[0]!).Onnx;
        if (plain?.Shape is { } shape)
        {
            result.Shape = opType == "Conv" ? shape : [shape[0], channels, .. shape[2..]];
        }

        return result;
    }

    private static long Groups(OpContext op, long channels, long perGroup) => channels % perGroup == 0
        ? channels / perGroup
        : throw op.Refuse($"its {channels} channels are no multiple of the filter's {perGroup}");

    /// <summary>Takes the image apart by channels and the filter by rows, and joins the results. A number that does not divide evenly fails in Reshape.</summary>
    private static OnnxValue EachGroup(OpContext op, string opType, OnnxAttributes attributes, OnnxValue image, OnnxValue weights, OnnxValue groups)
    {
        int rank = op.Rank(weights);
        OnnxValue images = Apart(op, image, 1, groups), filters = Apart(op, weights, 0, groups);
        OpContext each = op.In(op.Scope.Body());
        OnnxValue index = each.Scope.Input("group", DType.Int64, []), goOn = each.Scope.Input("go_on", DType.Bool, []);
        OnnxValue own = each.Emit(opType, attributes, each.Gather(images, index, 1), each.Gather(filters, index));
        each.Scope.Return(goOn);
        each.Scope.Return(own);
        OnnxValue joined = op.Emit("Loop", new OnnxAttributes { ["body"] = each.Scope }, groups, op.Scalar(DType.Bool, 1));
        joined.Shape ??= Inference.Shapes.UnknownOfRank(rank + 1);
        OnnxValue byImage = op.Transpose(joined, [1, 0, .. Axes.Range(2, rank - 1)]), sizes = op.Shape(byImage);
        return op.ReshapeTo(byImage, op.Concat(0, op.Slice(sizes, 0, 1), op.ProductOf(op.Slice(sizes, 1, 2)), op.Slice(sizes, 3, rank - 2)));
    }

    /// <summary>Divides an axis into groups and what is left of it.</summary>
    private static OnnxValue Apart(OpContext op, OnnxValue value, int axis, OnnxValue groups)
    {
        OnnxValue sizes = op.Shape(value), rest = op.Div(op.Slice(sizes, axis, 1), op.Emit("Max", groups, op.Longs(1)));
        return op.ReshapeTo(value, op.Concat(0, op.Slice(sizes, 0, axis), op.ToVector(groups), rest, op.Slice(sizes, axis + 1, op.Rank(value) - axis - 1)));
    }
}
