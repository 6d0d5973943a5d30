using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Variables;

namespace KerasCompat.Onnx.Translation;

/// <summary>Finds the variables that a graph assigns, also in the bodies of its loops and branches.</summary>
internal sealed class AssignedVariables(FunctionBodies bodies)
{
    private const int DeepestBody = 32;

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<TfNode, TfOutput> _arguments = new(ReferenceEqualityComparer.Instance);

    public IReadOnlyCollection<string> Names => _names;

    public void Add(TfGraph graph, int depth = 0)
    {
        foreach (TfNode node in graph.Schedule())
        {
            if (SideEffects.Has(node.Op))
            {
                // An optimizer's op changes the variable and its slots.
                _names.UnionWith(node.InputList.Select(Origin).Where(origin => origin.Op is "VarHandleOp" or "VariableV2" or "Variable").Select(variable => variable.Name));
            }

            if (depth < DeepestBody && (node.Bodies is not null || node.InputList.Exists(input => input.DType == Contracts.DType.Resource)))
            {
                foreach (TfGraph body in bodies.Of(node))
                {
                    Bind(node, body);
                    Add(body, depth + 1);
                }
            }
        }
    }

    /// <summary>The arguments of a body are the last inputs of its node: a branch is also given its condition.</summary>
    private void Bind(TfNode node, TfGraph body)
    {
        int first = node.InputList.Count - body.Feeds.Count;
        for (int i = 0; i < body.Feeds.Count && first >= 0; i++)
        {
            _arguments[body.Feeds[i]] = node.InputList[first + i];
        }
    }

    private TfNode Origin(TfOutput handle)
    {
        TfNode node = RestorePlan.Origin(handle).Node;
        while (_arguments.TryGetValue(node, out TfOutput given))
        {
            node = RestorePlan.Origin(given).Node;
        }

        return node;
    }
}
