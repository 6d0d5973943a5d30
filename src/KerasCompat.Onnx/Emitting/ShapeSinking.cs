using KerasCompat.Contracts;
using KerasCompat.Onnx.Inference;

namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// The sizes of a transposed tensor are those of the tensor in another order. They are read from the tensor, so that a transpose that nothing but its
/// sizes is wanted of can vanish.
/// </summary>
internal static class ShapeSinking
{
    public static OnnxValue? Apply(OnnxScope scope, InferredNode node) => node.OpType switch
    {
        "Shape" when node.Input(0).Producer is { OpType: "Transpose" } transpose && transpose.Attributes.Ints("perm") is { } perm =>
            Picked(scope, scope.Node("Shape", [transpose.Inputs[0]]), perm),
        "Gather" when Reordered(node) is ({ } shape, { } order) && node.Input(1).Constant is { } index
            && Array.ConvertAll(Constants.ToIntegers(index), i => i < 0 ? i + order.Length : i) is var places && Array.TrueForAll(places, i => i >= 0 && i < order.Length) =>
            Picked(scope, shape, Array.ConvertAll(places, i => order[i]), index.Shape),
        "Slice" when Reordered(node) is ({ } shape, { } order) && node.Known(1) is [var start] && node.Known(2) is [var end] && (node.InputOrNull(4) is null || node.Known(4) is [1]) =>
            Picked(scope, shape, Run(order, start, end)),
        _ => null,
    };

    /// <summary>The sizes of a tensor in another order, where the node reads such.</summary>
    private static (OnnxValue? Shape, long[]? Order) Reordered(InferredNode node) =>
        node.Input(0).Producer is { OpType: "Gather", Inputs: [{ Producer.OpType: "Shape" } shape, { Constant: { Shape.Count: 1 } order }] } gather && node.Attributes.Int("axis", 0) == 0
            ? (shape, Constants.ToIntegers(order))
            : (null, null);

    private static long[] Run(long[] order, long start, long end)
    {
        int first = (int)Math.Clamp(start < 0 ? start + order.Length : start, 0, order.Length);
        int last = (int)Math.Clamp(end < 0 ? end + order.Length : end, first, order.Length);
        return order[first..last];
    }

    private static OnnxValue Picked(OnnxScope scope, OnnxValue shape, long[] places, IReadOnlyList<long>? indexShape = null) =>
        scope.Node("Gather", [shape, scope.Constant(Constants.FromIntegers(DType.Int64, places, indexShape ?? [places.Length]))]);
}
