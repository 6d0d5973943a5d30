namespace KerasCompat.Onnx.Emitting;

/// <summary>What the outputs of a graph need, in the bodies of its loops and branches too.</summary>
internal sealed class NeededNodes
{
    /// <summary>What some values need.</summary>
    /// <param name="outputs">The values.</param>
    public NeededNodes(IEnumerable<OnnxValue> outputs)
    {
        var stack = new Stack<OnnxValue>(outputs);
        while (stack.TryPop(out OnnxValue? value))
        {
            if (!Values.Add(value) || value.Producer is not { } node || !Nodes.Add(node))
            {
                continue;
            }

            foreach (OnnxValue? input in node.Inputs)
            {
                if (input is not null)
                {
                    stack.Push(input);
                }
            }

            foreach (OnnxScope body in node.Attributes.Values.OfType<OnnxScope>())
            {
                foreach (OnnxValue result in body.Outputs)
                {
                    stack.Push(result);
                }
            }
        }
    }

    /// <summary>The nodes.</summary>
    public HashSet<OnnxNode> Nodes { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>What they read and make, inputs and initializers included.</summary>
    public HashSet<OnnxValue> Values { get; } = new(ReferenceEqualityComparer.Instance);
}
