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
        return _known[name] = depth < DeepestCall && functions.Find(name) is { } function && function.NodeDef.Any(node => SideEffects.Has(node.Op) || Calls(node, depth + 1));
    }

    /// <summary>Whether a node calls a function that has an effect: as its op, or by one of its attributes.</summary>
    public bool Calls(NodeDef node, int depth = 0) => Has(node.Op, depth) || node.Attr.Values.Any(value => value.ValueCase switch
    {
        AttrValue.ValueOneofCase.Func => Has(value.Func.Name, depth),
        AttrValue.ValueOneofCase.List => value.List.Func.Any(called => Has(called.Name, depth)),
        _ => false,
    });
}
