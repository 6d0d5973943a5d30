using KerasCompat.Contracts;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Graph;

/// <summary>
/// What the op definitions that travel in a SavedModel (<c>MetaInfoDef.stripped_op_list</c>) say of a node: how its outputs are
/// grouped under names, and their element types.
/// </summary>
internal sealed class OpSignatures
{
    private readonly Dictionary<string, OpDef> _definitions = new(StringComparer.Ordinal);

    public OpSignatures(MetaGraphDef graph)
    {
        foreach (OpDef definition in graph.StrippedOpList)
        {
            _definitions[definition.Name] = definition;
        }
    }

    /// <summary>The definition that the file states; null where it has none.</summary>
    public OpDef? Stated(string op) => _definitions.GetValueOrDefault(op);

    /// <summary>The definition that the file states, or what is known of the op otherwise.</summary>
    public OpDef? Find(string op) => _definitions.GetValueOrDefault(op) ?? KnownOps.Find(op);

    /// <summary>The position of the first output in a named group; 0 for the first group and for ops without a definition.</summary>
    public static int OutputOffset(NodeAttributes attributes, ReadOnlySpan<char> group)
    {
        int offset = 0;
        for (int i = 0; i < attributes.Definition?.OutputArg.Count; i++)
        {
            ArgDef argument = attributes.Definition.OutputArg[i];
            if (group.SequenceEqual(argument.Name))
            {
                return offset;
            }

            offset += Types(argument, attributes).Count;
        }

        return 0;
    }

    /// <summary>The element types of all outputs; empty where the op has no definition.</summary>
    public static IReadOnlyList<DType> OutputTypes(string op, NodeAttributes attributes)
    {
        if (attributes.Definition is not { } definition)
        {
            DType guess = attributes.Type("dtype", attributes.Type("T"));
            IReadOnlyList<DType> listed = attributes.Types("Tout");
            return listed.Count > 0 ? listed : guess == DType.Invalid ? [] : [guess];
        }

        if (definition.OutputArg.Count == 1)
        {
            return Types(definition.OutputArg[0], attributes);
        }

        var types = new List<DType>(definition.OutputArg.Count);
        for (int i = 0; i < definition.OutputArg.Count; i++)
        {
            types.AddRange(Types(definition.OutputArg[i], attributes));
        }

        return types;
    }

    private static IReadOnlyList<DType> Types(ArgDef argument, NodeAttributes attributes)
    {
        if (argument.TypeListAttr.Length > 0)
        {
            return attributes.Types(argument.TypeListAttr);
        }

        DType type = argument.TypeAttr.Length > 0 ? attributes.Type(argument.TypeAttr) : DTypes.FromNumber(argument.Type);
        if (argument.NumberAttr.Length == 0)
        {
            return new[] { type };
        }

        var types = new DType[Math.Clamp(attributes.Int(argument.NumberAttr, 0), 0, 1 << 20)];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = type;
        }

        return types;
    }
}
