using KerasCompat.Onnx.Folding;
using KerasCompat.Onnx.Inference;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// Writes small weights into the graph itself, and what is computed of them alone in place of its computation: filters in ONNX' order, gates of
/// recurrent layers, batch normalizations as part of the convolution before them. ONNX Runtime does it too, when it loads the graph, and takes several
/// times as long. Large weights stay in their files, where they take no memory.
/// </summary>
internal static class WeightFolding
{
    // For so few bytes the copies that loading makes on the way weigh nothing beside the process itself.
    private const long MostBytes = 8 << 20;

    /// <summary>Folds a graph if its weights are few enough. What it no longer needs stays in it.</summary>
    /// <param name="scope">The graph.</param>
    /// <param name="outputs">Its outputs, which stay results of nodes.</param>
    /// <param name="read">Reads a weight.</param>
    public static void Run(OnnxScope scope, IReadOnlyCollection<OnnxValue> outputs, Func<Weight, ConstantTensor> read)
    {
        var needed = new NeededNodes(outputs);
        var weights = new List<OnnxValue>();
        long bytes = 0;
        foreach (OnnxValue value in needed.Values)
        {
            if (value.Weight is { } weight)
            {
                weights.Add(value);
                bytes += weight.Length;
            }
        }

        if (bytes > MostBytes)
        {
            return;
        }

        foreach (OnnxValue weight in weights)
        {
            weight.Become(read(weight.Weight!));
        }

        HashSet<OnnxValue> shared = Shared(needed, outputs);
        for (int i = 0; i < scope.Nodes.Count; i++)
        {
            OnnxNode node = scope.Nodes[i];
            if (!needed.Nodes.Contains(node))
            {
                continue;
            }

            if (node.Outputs.Length == 1 && !outputs.Contains(node.Outputs[0]) && Compute(node) is { } value)
            {
                node.Outputs[0].Become(value);
            }
            else if (BatchNormalizationFolding.Apply(scope, node, shared) is { } convolution)
            {
                scope.Nodes[i] = convolution;
                convolution.Outputs[0].Producer = convolution;
            }
        }
    }

    private static ConstantTensor? Compute(OnnxNode node)
    {
        long elements = 0;
        foreach (OnnxValue? input in node.Inputs)
        {
            if (input is not null)
            {
                if (input.Constant is null)
                {
                    return null;
                }

                elements += input.Constant.ElementCount;
            }
        }

        // What makes much of little is better computed where it is used.
        var inferred = new InferredNode(node.OpType, node.Domain, node.Inputs, node.Attributes, 1);
        inferred.Output.Set(node.Outputs[0].DType, node.Outputs[0].Shape);
        return elements == 0 || node.Attributes.HasBody ? null : ConstantEvaluator.TryEvaluate(inferred, Math.Max(elements, ConstantEvaluator.MostComputed));
    }

    /// <summary>What is an output or read more than once.</summary>
    private static HashSet<OnnxValue> Shared(NeededNodes needed, IEnumerable<OnnxValue> outputs)
    {
        var read = new HashSet<OnnxValue>(outputs, ReferenceEqualityComparer.Instance);
        var shared = new HashSet<OnnxValue>(read, ReferenceEqualityComparer.Instance);
        foreach (OnnxNode node in needed.Nodes)
        {
            foreach (OnnxValue? value in node.Inputs.Concat(node.Attributes.Values.OfType<OnnxScope>().SelectMany(body => body.Outputs)))
            {
                if (value is not null && !read.Add(value))
                {
                    shared.Add(value);
                }
            }
        }

        return shared;
    }
}
