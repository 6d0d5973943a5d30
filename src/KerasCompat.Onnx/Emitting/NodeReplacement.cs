namespace KerasCompat.Onnx.Emitting;

/// <summary>Puts nodes that compute the same outputs in the place of others, in a graph that is written.</summary>
internal static class NodeReplacement
{
    /// <summary>Replaces nodes in a graph and in the bodies in it.</summary>
    /// <param name="scope">The graph.</param>
    /// <param name="replace">What stands in place of a node, with the node's outputs, and may read what is written into the scope for it; null where it stays.</param>
    /// <returns>Whether any was replaced.</returns>
    public static bool Run(OnnxScope scope, Func<OnnxScope, OnnxNode, OnnxNode?> replace)
    {
        bool replaced = false;
        for (int i = 0; i < scope.Nodes.Count; i++)
        {
            OnnxNode node = scope.Nodes[i];
            bool changed = false;
            foreach (OnnxScope body in Bodies(node))
            {
                changed |= Run(body, replace);
            }

            if (replace(scope, node) is { } instead)
            {
                changed = true;
                scope.Nodes[i] = instead;
                foreach (OnnxValue output in instead.Outputs)
                {
                    output.Producer = instead;
                }
            }

            if (changed)
            {
                i += MoveBefore(scope, i);
                replaced = true;
            }
        }

        return replaced;
    }

    /// <summary>What a node reads was written at the end, or is a node further behind that computes the same; it moves before its reader.</summary>
    /// <returns>How many nodes moved.</returns>
    private static int MoveBefore(OnnxScope scope, int index)
    {
        var behind = new HashSet<OnnxNode>(scope.Nodes.Skip(index + 1), ReferenceEqualityComparer.Instance);
        var read = new HashSet<OnnxNode>(ReferenceEqualityComparer.Instance);
        var readers = new Stack<OnnxNode>([scope.Nodes[index]]);
        while (readers.TryPop(out OnnxNode? reader))
        {
            foreach (OnnxNode producer in reader.Inputs.Concat(Bodies(reader).SelectMany(body => body.Outputs)).Select(value => value?.Producer).OfType<OnnxNode>())
            {
                if (behind.Contains(producer) && read.Add(producer))
                {
                    readers.Push(producer);
                }
            }

            foreach (OnnxNode inner in Bodies(reader).SelectMany(body => body.Nodes))
            {
                readers.Push(inner);
            }
        }

        OnnxNode[] moved = [.. scope.Nodes.Skip(index + 1).Where(read.Contains)];
        scope.Nodes.RemoveAll(read.Contains);
        scope.Nodes.InsertRange(index, moved);
        return moved.Length;
    }

    private static IEnumerable<OnnxScope> Bodies(OnnxNode node) => node.Attributes.Values.OfType<OnnxScope>();
}
