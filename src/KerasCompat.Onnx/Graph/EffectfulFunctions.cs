using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Graph;

/// <summary>Which functions of a library change something that outlives the call, themselves or through what they call.</summary>
/// <param name="functions">The library.</param>
internal sealed class EffectfulFunctions(FunctionLibrary functions)
{
    private const int DeepestCall = 128;

    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>Whether a function has an effect.</summary>
    public bool Has(string name, int depth = 0)
    {
        if (_known.TryGetValue(name, out bool known))
        {
            return known;
        }

        // Until it is known, a function that calls itself has none because of that call.
        _known[name] = false;
        return _known[name] = depth < DeepestCall && functions.Find(name) is { } function && HasEffect(function.NodeDef, depth + 1);
    }

    /// <summary>Whether one of some nodes has an effect, itself or in a function that it calls.</summary>
    public bool HasEffect(IReadOnlyList<NodeDef> nodes, int depth = 0)
    {
        for (int i = 0; i < nodes.Count; i++)
        {
            if (SideEffects.Has(nodes[i].Op) || Calls(nodes[i], depth))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a node calls a function that has an effect: as its op, or by one of its attributes.</summary>
    public bool Calls(NodeDef node, int depth = 0)
    {
        if (Has(node.Op, depth))
        {
            return true;
        }

        foreach ((_, AttrValue value) in node.Attr)
        {
            if (value.ValueCase == AttrValue.ValueOneofCase.Func ? Has(value.Func, depth)
                : value.ValueCase == AttrValue.ValueOneofCase.List && value.List.Func.Exists(called => Has(called, depth)))
            {
                return true;
            }
        }

        return false;
    }
}
