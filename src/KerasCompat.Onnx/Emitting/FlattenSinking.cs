using KerasCompat.Onnx.Inference;

namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// Models of tables look up an embedding for each of many columns, <c>[N,1]</c> -> <c>[N,1,D]</c>, flatten each to <c>[N,D]</c> and join them:
/// joined first, they are flattened once. For a call with one row, each node saved is a few percent of the call.
/// </summary>
internal static class FlattenSinking
{
    public static OnnxValue? Apply(OnnxScope scope, InferredNode node)
    {
        if (node.OpType != "Concat" || node.Attributes.Int("axis", 0) is not (1 or -1) || !Array.TrueForAll(node.Inputs, input => input is { Rank: 2 }))
        {
            return null;
        }

        var joined = new List<OnnxValue>();
        bool isShorter = false;
        for (int start = 0; start < node.Inputs.Length;)
        {
            int end = EndOfRun(node.Inputs, start);
            isShorter |= end - start > 1;
            joined.Add(end - start > 1 ? Join(scope, node.Inputs[start..end]) : node.Inputs[start]!);
            start = Math.Max(end, start + 1);
        }

        return isShorter ? scope.Node("Concat", [.. joined], new OnnxAttributes { ["axis"] = 1L }) : null;
    }

    /// <summary>Where the inputs end that follow each other and are flattened in the same way.</summary>
    private static int EndOfRun(OnnxValue?[] inputs, int start)
    {
        int end = start;
        while (end < inputs.Length && Unflattened(inputs[end]!) is { } source && (end == start || source.Rank == inputs[start]!.Producer!.Inputs[0]!.Rank))
        {
            end++;
        }

        return end;
    }

    private static OnnxValue Join(OnnxScope scope, OnnxValue?[] rows)
    {
        OnnxValue?[] sources = new OnnxValue?[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            sources[i] = Unflattened(rows[i]!);
        }

        OnnxValue tall = scope.Node("Concat", sources, new OnnxAttributes { ["axis"] = (long)(sources[0]!.Rank!.Value - 1) });
        return scope.Node("Reshape", [tall, scope.Longs(-1, tall.Shape![^1].Value)]);
    }

    /// <summary>The tensor of shape <c>[N,1,...,D]</c> that a tensor of shape <c>[N,D]</c> was made of.</summary>
    private static OnnxValue? Unflattened(OnnxValue value) =>
        value.Producer is { OpType: "Reshape" or "Squeeze", Inputs: [{ Shape: [var rows, .. { Length: > 0 } middle, { IsKnown: true, Value: > 0 } width] } source, ..] }
        && Array.TrueForAll(middle, size => size.Is(1)) && value.Shape is [var sameRows, var sameWidth] && sameRows == rows && sameWidth == width
            ? source
            : null;
}
