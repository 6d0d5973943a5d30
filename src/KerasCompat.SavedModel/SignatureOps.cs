using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel;

/// <summary>
/// Tells which TensorFlow ops each signature of a model needs, its functions included, so that a build can say what an engine lacks
/// before the program runs.
/// </summary>
/// <remarks>Reads the names in the graph and passes constants by seeking; time depends on the number of nodes, not on their values.</remarks>
public static class SignatureOps
{
    /// <summary>The ops of each callable signature, each sorted by name.</summary>
    /// <param name="modelFolder">The folder that holds <c>saved_model.pb</c>, or the path of that file itself.</param>
    /// <param name="tags">The tags of the meta graph; null for the usual one, as <see cref="ContractFactory.Create"/> chooses it.</param>
    /// <exception cref="ModelFormatException">There is no SavedModel, it is damaged, or it has no such meta graph.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Read(string modelFolder, IReadOnlyCollection<string>? tags = null)
    {
        SavedModelInfo model = SavedModelReader.Read(modelFolder);
        int index = MetaGraphChoice.Choose([.. model.MetaGraphs.Select(metaGraph => metaGraph.Tags)], tags, modelFolder);
        string path = ModelPath.RequireSavedModel(modelFolder);
        GraphOutline outline;
        using (var reader = new WireReader(ModelPath.Open(path), path))
        {
            outline = GraphOutline.Parse(reader, index);
        }

        return model.MetaGraphs[index].Signatures.ToDictionary(
            signature => signature.Key,
            signature => (IReadOnlyList<string>)[.. Reached(outline, signature)],
            StringComparer.Ordinal);
    }

    private static SortedSet<string> Reached(GraphOutline outline, SignatureInfo signature)
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

        return ops;
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

            node.Functions.ForEach(functions.Enqueue);
            node.Inputs.ForEach(input => stack.Push(NodeOf(input)));
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
