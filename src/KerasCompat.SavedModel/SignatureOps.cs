namespace KerasCompat.SavedModel;

/// <summary>Finds the TensorFlow ops that a signature needs, its functions included.</summary>
internal static class SignatureOps
{
    /// <summary>The ops between the inputs and the outputs of a signature, sorted by name (ordinal).</summary>
    /// <param name="outline">The graph of the signature.</param>
    /// <param name="signature">The signature.</param>
    public static IReadOnlyList<string> In(GraphOutline outline, SignatureInfo signature)
    {
        var ops = new SortedSet<string>(StringComparer.Ordinal);
        var functions = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Queue<string>();
        var fed = new HashSet<string>(signature.Inputs.SelectMany(TensorNames).Select(NodeOf), StringComparer.Ordinal);
        Walk(outline.Nodes, signature.Outputs.SelectMany(TensorNames), fed, outline, ops, pending);
        while (pending.Count > 0)
        {
            string name = pending.Dequeue();
            if (functions.Add(name) && outline.Functions.TryGetValue(name, out OutlineFunction? function))
            {
                Walk(function.Nodes, function.Results, [], outline, ops, pending);
            }
        }

        return [.. ops];
    }

    private static void Walk(
        Dictionary<string, OutlineNode> nodes, IEnumerable<string> roots, HashSet<string> fed, GraphOutline outline, SortedSet<string> ops, Queue<string> functions)
    {
        var seen = new HashSet<string>(fed, StringComparer.Ordinal);
        var stack = new Stack<string>(roots.Select(NodeOf));
        while (stack.Count > 0)
        {
            string name = stack.Pop();
            if (!seen.Add(name) || !nodes.TryGetValue(name, out OutlineNode? node))
            {
                continue;
            }

            if (outline.Functions.ContainsKey(node.Op))
            {
                functions.Enqueue(node.Op);
            }
            else
            {
                ops.Add(node.Op);
            }

            foreach (string function in node.Functions)
            {
                functions.Enqueue(function);
            }

            foreach (string input in node.Inputs)
            {
                stack.Push(NodeOf(input));
            }
        }
    }

    private static IEnumerable<string> TensorNames(TensorInfo tensor) => tensor.GraphTensors;

    /// <summary>The node of <c>node</c>, <c>node:output</c>, <c>node:group:position</c> or <c>^node</c>.</summary>
    private static string NodeOf(string input)
    {
        string name = input.Length > 0 && input[0] == '^' ? input.Substring(1) : input;
        int colon = name.IndexOf(':');
        return colon < 0 ? name : name.Substring(0, colon);
    }
}
