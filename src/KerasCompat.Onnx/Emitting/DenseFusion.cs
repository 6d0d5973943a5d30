using KerasCompat.Onnx.Inference;

namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// Keras' Dense flattens an input of more than two dimensions to a matrix, multiplies, and reshapes back; ONNX' MatMul takes the input as it is.
/// The shapes stay known then, and what follows can be recognised by ONNX Runtime.
/// </summary>
internal static class DenseFusion
{
    public static OnnxValue? Apply(OnnxScope scope, InferredNode node)
    {
        if (node.OpType != "Reshape" || node.Input(1).Elements is not { } target
            || node.Input(0).Producer is not { OpType: "MatMul", Inputs: [{ Producer: { OpType: "Reshape" } flattened }, { Rank: 2 } weights] }
            || flattened.Inputs[0] is not { Shape: { Length: > 2 } rows } source || flattened.Outputs[0].Rank != 2
            || weights.Shape is not [{ IsKnown: true } depth, { IsKnown: true } width] || rows[^1] != depth)
        {
            return null;
        }

        Dim[] wanted = Shapes.Reshape(node.Shape(0), target, node.Attributes.Int("allowzero", 0) != 0);
        Dim[] product = [.. rows[..^1], width];
        return Shapes.SameIfEqualCount(wanted, product) ? scope.Node("MatMul", [source, weights]) : null;
    }
}
