namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// Keeps ONNX Runtime from merging zero padding into the pool behind it, which changes the result: a pool's own padding is never the maximum
/// and is not counted in the average (onnxruntime/core/optimizer/pad_fusion.cc). It leaves a Pad alone that names its axes. Into convolutions,
/// and pools where it is right, <see cref="PadFolding"/> has merged it before.
/// </summary>
internal static class PadShield
{
    public static void Run(OnnxScope scope) => NodeReplacement.Run(scope, (inside, node) =>
        node is { OpType: "Pad", Domain: "", Inputs.Length: 2 or 3 } && node.Attributes.Text("mode", "constant") == "constant"
        && node.Inputs[1]!.Shape is [{ IsKnown: true } length]
            ? WithAxes(inside, node, length.Value / 2)
            : null);

    private static OnnxNode WithAxes(OnnxScope scope, OnnxNode node, long rank)
    {
        OnnxValue axes = scope.Longs(Axes.Range(0, (int)rank));
        return new OnnxNode
        {
            OpType = node.OpType,
            Inputs = [node.Inputs[0], node.Inputs[1], node.Inputs.ElementAtOrDefault(2), axes],
            Outputs = node.Outputs,
            Attributes = node.Attributes,
        };
    }
}
