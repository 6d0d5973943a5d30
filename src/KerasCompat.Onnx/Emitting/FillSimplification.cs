using KerasCompat.Onnx.Inference;

namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// A tensor filled with one value in the shape of another (ZerosLike, OnesLike) needs none of the other's elements: its sizes are taken from an
/// input of the graph where one has them, so that nothing is computed for its shape alone.
/// </summary>
internal static class FillSimplification
{
    public static OnnxValue? Apply(OnnxScope scope, InferredNode node)
    {
        if (node.OpType != "ConstantOfShape" || node.Input(0).Producer is not { OpType: "Shape", Inputs: [{ Producer: not null, Shape: { } shape }] })
        {
            return null;
        }

        var sizes = new OnnxValue?[shape.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = shape[i].IsKnown ? scope.Longs(shape[i].Value) : OfInput(scope, shape[i]);
            if (sizes[i] is null)
            {
                return null;
            }
        }

        OnnxValue target = scope.Node("Concat", sizes, new OnnxAttributes { ["axis"] = 0L });
        return scope.Node("ConstantOfShape", [target], node.Attributes);
    }

    private static OnnxValue? OfInput(OnnxScope scope, Dim size)
    {
        foreach (OnnxValue input in scope.Root.Inputs)
        {
            if (input.Shape is { } shape && Array.IndexOf(shape, size) is >= 0 and var axis)
            {
                return scope.Node("Slice", [scope.Node("Shape", [input]), scope.Longs(axis), scope.Longs(axis + 1), scope.Longs(0)]);
            }
        }

        return null;
    }
}
