using Google.Protobuf;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.Onnx.Tests;

/// <summary>Damages a graph in ways that a broken or hostile writer could.</summary>
internal sealed class GraphMutation(int seed)
{
    private readonly Random _random = new(seed);

    public MetaGraphDef Apply(MetaGraphDef graph)
    {
        MetaGraphDef damaged = graph.Clone();
        int count = _random.Next(1, 4);
        for (int i = 0; i < count; i++)
        {
            Damage(damaged);
        }

        return damaged;
    }

    private void Damage(MetaGraphDef graph)
    {
        // Functions are kept as bytes until they are called.
        IList<ByteString> functions = graph.GraphDef.Library.Function;
        if (functions.Count == 0 || _random.Next(3) == 0)
        {
            DamageNodes(graph, graph.GraphDef.Node);
            return;
        }

        int place = _random.Next(functions.Count);
        FunctionDef function = FunctionDef.Parser.ParseFrom(functions[place]);
        if (_random.Next(10) == 0)
        {
            DamageFunction(function);
        }
        else
        {
            DamageNodes(graph, function.NodeDef);
        }

        functions[place] = function.ToByteString();
    }

    private void DamageNodes(MetaGraphDef graph, IList<NodeDef> nodes)
    {
        if (nodes.Count > 0)
        {
            DamageNode(graph, nodes, Any(nodes));
        }
    }

    private void DamageNode(MetaGraphDef graph, IList<NodeDef> nodes, NodeDef node)
    {
        switch (_random.Next(9))
        {
            case 0:
                nodes.Remove(node);
                break;
            case 1:
                node.Op = Any(nodes).Op;
                break;
            case 2 when node.Input.Count > 0:
                node.Input.RemoveAt(_random.Next(node.Input.Count));
                break;
            case 3 when node.Input.Count > 0:
                node.Input[_random.Next(node.Input.Count)] = Any(nodes).Name + (_random.Next(2) == 0 ? "" : ":" + _random.Next(-1, 5));
                break;
            case 4:
                node.Input.Add(Any(nodes).Name);
                break;
            case 5 when node.Attr.Count > 0:
                node.Attr.Remove(Any(node.Attr.Keys.ToArray()));
                break;
            case 6 when node.Attr.Count > 0:
                node.Attr[Any(node.Attr.Keys.ToArray())] = AnyAttribute();
                break;
            case 7 when graph.MetaInfoDef.StrippedOpList.Op.Count > 0:
                graph.MetaInfoDef.StrippedOpList.Op.RemoveAt(_random.Next(graph.MetaInfoDef.StrippedOpList.Op.Count));
                break;
            default:
                DamageValue(node);
                break;
        }
    }

    private void DamageFunction(FunctionDef function)
    {
        switch (_random.Next(4))
        {
            case 0 when function.Ret.Count > 0:
                function.Ret.Remove(Any(function.Ret.Keys.ToArray()));
                break;
            case 1 when function.Signature.InputArg.Count > 0:
                function.Signature.InputArg.RemoveAt(_random.Next(function.Signature.InputArg.Count));
                break;
            case 2 when function.Signature.OutputArg.Count > 0:
                function.Signature.OutputArg.RemoveAt(_random.Next(function.Signature.OutputArg.Count));
                break;
            default:
                function.Signature.Name += "?";
                break;
        }
    }

    /// <summary>Changes a constant's type, shape or content.</summary>
    private void DamageValue(NodeDef node)
    {
        if (!node.Attr.TryGetValue("value", out AttrValue? value) || value.Tensor is not { } tensor)
        {
            return;
        }

        switch (_random.Next(4))
        {
            case 0:
                tensor.Dtype = _random.Next(0, 30);
                break;
            case 1:
                tensor.TensorShape ??= new TensorShapeProto();
                tensor.TensorShape.Dim.Add(new TensorShapeProto.Types.Dim { Size = Any<long>([-1, 0, 1, 2, 7, long.MaxValue]) });
                break;
            case 2:
                tensor.IntVal.Clear();
                tensor.IntVal.Add(Any<int>([-5, -1, 0, 1, 3, int.MaxValue, int.MinValue]));
                break;
            default:
                tensor.TensorShape = new TensorShapeProto();
                break;
        }
    }

    private AttrValue AnyAttribute() => _random.Next(7) switch
    {
        0 => new AttrValue { I = Any<long>([-1, 0, 1, 2, 63, long.MaxValue, long.MinValue]) },
        1 => new AttrValue { Type = _random.Next(0, 30) },
        2 => new AttrValue { B = _random.Next(2) == 0 },
        3 => SmallGraph.Text(Any<string>(["", "SAME", "VALID", "NCHW", "nonsense"])),
        4 => SmallGraph.Ints(1, 0, -3),
        5 => new AttrValue { Placeholder = "T" },
        _ => new AttrValue(),
    };

    private T Any<T>(IList<T> choices) => choices[_random.Next(choices.Count)];
}
