using KerasCompat.Contracts;

namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// ONNX Runtime's LSTM and GRU end the whole process when the batch is empty. Where the size of the batch shows at run time only, they are
/// written as a branch: no rows give no rows. Whether a size of an input is zero is for the caller to look at: a branch costs more than a look.
/// </summary>
internal static class EmptyBatchShield
{
    public static void Run(OnnxScope scope)
    {
        NodeReplacement.Run(scope, (inside, node) =>
            node is { OpType: "LSTM" or "GRU", Domain: "" } && node.Attributes.Int("layout", 0) == 0
            && !(node.Inputs[0] is { Shape: [_, var batch, _] } && (batch.IsKnown ? batch.Value > 0 : IsOfInput(batch, scope)))
                ? Branch(inside, node)
                : null);
    }

    private static bool IsOfInput(Dim size, OnnxScope scope) => scope.Inputs.Exists(input => input.Shape is { } shape && Array.IndexOf(shape, size) >= 0);

    private static OnnxNode Branch(OnnxScope scope, OnnxNode node)
    {
        OnnxValue input = node.Inputs[0]!, empty = scope.Longs(0);
        OnnxValue shape = scope.Node("Shape", [input]), batch = scope.Node("Gather", [shape, scope.Longs(1)]);
        OnnxValue isEmpty = scope.Node("Equal", [scope.Node("Squeeze", [batch, empty]), scope.Constant(Constants.Integers(DType.Int64, [0], scalar: true))]);

        OnnxScope run = scope.Body(), skip = scope.Body();
        var copy = new OnnxNode { OpType = node.OpType, Inputs = node.Inputs, Outputs = Array.ConvertAll(node.Outputs, o => Like(scope, o)), Attributes = node.Attributes };
        run.Nodes.Add(copy);
        OnnxValue time = skip.Node("Gather", [shape, empty]), hidden = scope.Longs(node.Attributes.Int("hidden_size", 0));
        OnnxValue directions = scope.Longs(node.Attributes.Text("direction", "forward") == "bidirectional" ? 2 : 1);
        for (int i = 0; i < node.Outputs.Length; i++)
        {
            copy.Outputs[i].Producer = copy;
            run.Outputs.Add(copy.Outputs[i]);
            OnnxValue size = skip.Node("Concat", i == 0 ? [time, directions, batch, hidden] : [directions, batch, hidden], new OnnxAttributes { ["axis"] = 0L });
            OnnxValue none = skip.Node("ConstantOfShape", [size], new OnnxAttributes { ["value"] = Constants.FromFloats(node.Outputs[i].DType, [0], [1]) });
            skip.Return(none);
        }

        return new OnnxNode
        {
            OpType = "If",
            Inputs = [isEmpty],
            Outputs = node.Outputs,
            Attributes = new OnnxAttributes { ["then_branch"] = skip, ["else_branch"] = run },
        };
    }

    private static OnnxValue Like(OnnxScope scope, OnnxValue value) => new(scope.UniqueName(value.Name + "_rows"), value.DType, value.Shape);
}
