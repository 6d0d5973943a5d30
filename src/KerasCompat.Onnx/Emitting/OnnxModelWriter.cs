using System.Globalization;
using KerasCompat.Onnx.Protos;
using KerasCompat.SavedModel;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Emitting;

/// <summary>Writes a finished graph as an ONNX model: only what its outputs need, initializers included.</summary>
internal sealed class OnnxModelWriter
{
    /// <summary>The version of the ONNX operator set that models are written in.</summary>
    public const int Opset = 20;

    /// <summary>The version of the ONNX file format that opset 20 came with.</summary>
    private const int IrVersion = 9;

    private readonly HashSet<OnnxNode> _needed;
    private readonly HashSet<OnnxValue> _used;

    private OnnxModelWriter(NeededNodes needed)
    {
        _needed = needed.Nodes;
        _used = needed.Values;
    }

    /// <summary>Writes a model.</summary>
    /// <param name="scope">The graph.</param>
    /// <param name="outputs">Its outputs.</param>
    /// <param name="names">The outputs' names.</param>
    /// <param name="name">The graph's name.</param>
    /// <param name="read">Reads a weight, so that small ones become part of the model; null to leave all of them where they lie.</param>
    public static Written Write(OnnxScope scope, IReadOnlyList<OnnxValue> outputs, IReadOnlyList<string> names, string name, Func<Weight, ConstantTensor>? read = null)
    {
        PadShield.Run(scope);
        EmptyBatchShield.Run(scope);
        IReadOnlyList<OnnxValue> distinct = NameOutputs(scope, outputs, names);
        if (read is not null)
        {
            WeightFolding.Run(scope, distinct, read);
        }

        var writer = new OnnxModelWriter(new NeededNodes(distinct));
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "kerascompat", Graph = writer.Graph(scope, distinct, name) };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        foreach (string domain in writer._needed.Select(n => n.Domain).Where(d => d.Length > 0).Distinct().Order(StringComparer.Ordinal))
        {
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = 1 });
        }

        return new Written(model, [.. scope.Inputs.Where(writer._used.Contains)]);
    }

    /// <summary>Every output is a value of its own that a node of this graph makes, and has the name asked for.</summary>
    private static List<OnnxValue> NameOutputs(OnnxScope scope, IReadOnlyList<OnnxValue> outputs, IReadOnlyList<string> names)
    {
        var distinct = new List<OnnxValue>();
        for (int i = 0; i < outputs.Count; i++)
        {
            OnnxValue value = outputs[i];
            if (value.Producer is null || distinct.Contains(value))
            {
                var copy = new OnnxValue(scope.UniqueName("copy"), value.DType, value.Shape);
                copy.Producer = new OnnxNode { OpType = "Identity", Inputs = [value], Outputs = [copy], Attributes = OnnxAttributes.None };
                scope.Nodes.Add(copy.Producer);
                value = copy;
            }

            value.Name = scope.UniqueName(names[i]);
            distinct.Add(value);
        }

        return distinct;
    }

    private GraphProto Graph(OnnxScope scope, IEnumerable<OnnxValue> outputs, string name)
    {
        var graph = new GraphProto { Name = name };
        foreach (OnnxValue input in scope.Inputs)
        {
            // A body's inputs are fixed by its operator; the model's own are those that are read.
            if (scope.Parent is not null || _used.Contains(input))
            {
                graph.Input.Add(ValueInfo(input));
            }
        }

        foreach (OnnxNode node in scope.Nodes)
        {
            if (_needed.Contains(node))
            {
                graph.Node.Add(Node(node));
            }
        }

        graph.Output.AddRange(outputs.Select(ValueInfo));
        if (scope.Parent is null)
        {
            graph.ValueInfo.AddRange(scope.Nodes.Where(_needed.Contains).SelectMany(NewlyUnknown).Except(outputs).Select(ValueInfo));
            foreach (OnnxValue value in Initializers())
            {
                graph.Initializer.Add(value.Weight is { } weight ? External(value.Name, weight) : Tensor(value.Name, value.Constant!));
            }
        }

        return graph;
    }

    /// <summary>Constants and weights, by name: the same model is always written in the same way.</summary>
    private List<OnnxValue> Initializers()
    {
        List<OnnxValue> initializers = [];
        foreach (OnnxValue value in _used)
        {
            if (value.IsInitializer)
            {
                initializers.Add(value);
            }
        }

        initializers.Sort((left, right) => OrdinalOrder.Compare(left.Name, right.Name));
        return initializers;
    }

    /// <summary>
    /// Outputs with a size that no input has, where a symbol begins. ONNX Runtime's inference carries a named size on but cannot tell that two
    /// unnamed ones are equal, and then does not fuse what we know to match.
    /// </summary>
    private static IEnumerable<OnnxValue> NewlyUnknown(OnnxNode node) => node.Outputs.Where(output =>
        !output.IsSequence && output.Shape is { } shape
        && Array.Exists(shape, d => !d.IsKnown && !Array.Exists(node.Inputs, input => input?.Shape is { } own && own.Contains(d))));

    private NodeProto Node(OnnxNode node)
    {
        var proto = new NodeProto { OpType = node.OpType, Domain = node.Domain, Name = node.Outputs.Length > 0 ? node.Outputs[0].Name : "" };
        proto.Input.AddRange(node.Inputs.Select(i => i?.Name ?? ""));
        while (proto.Input.Count > 0 && proto.Input[^1].Length == 0)
        {
            proto.Input.RemoveAt(proto.Input.Count - 1);
        }

        proto.Output.AddRange(node.Outputs.Select(o => IsLeftOut(node, o) ? "" : o.Name));
        while (proto.Output.Count > 1 && proto.Output[^1].Length == 0)
        {
            proto.Output.RemoveAt(proto.Output.Count - 1);
        }

        foreach (KeyValuePair<string, object> attribute in node.Attributes)
        {
            proto.Attribute.Add(Attribute(attribute.Key, attribute.Value));
        }

        return proto;
    }

    /// <summary>What nobody reads of a recurrent op need not be kept of all its steps.</summary>
    private bool IsLeftOut(OnnxNode node, OnnxValue output) => node is { OpType: "LSTM" or "GRU" or "RNN", Domain: "" } && !_used.Contains(output);

    private AttributeProto Attribute(string name, object value)
    {
        var proto = new AttributeProto { Name = name };
        switch (value)
        {
            case long number:
                proto.I = number;
                proto.Type = AttributeType.Int;
                break;
            case float number:
                proto.F = number;
                proto.Type = AttributeType.Float;
                break;
            case string text:
                proto.S = text;
                proto.Type = AttributeType.String;
                break;
            case long[] numbers:
                proto.Ints = numbers;
                proto.Type = AttributeType.Ints;
                break;
            case float[] numbers:
                proto.Floats = numbers;
                proto.Type = AttributeType.Floats;
                break;
            case string[] texts:
                proto.Strings.AddRange(texts);
                proto.Type = AttributeType.Strings;
                break;
            case ConstantTensor tensor:
                proto.T = Tensor("", tensor);
                proto.Type = AttributeType.Tensor;
                break;
            case OnnxScope body:
                proto.G = Graph(body, body.Outputs, name);
                proto.Type = AttributeType.Graph;
                break;
            default:
                throw new InvalidOperationException($"An attribute cannot be a {value.GetType().Name}.");
        }

        return proto;
    }

    private static ValueInfoProto ValueInfo(OnnxValue value)
    {
        var tensor = new TensorTypeProto { ElemType = value.DType.ToOnnx() };
        if (value.Shape is { } shape)
        {
            tensor.Shape = new TensorShapeProto();
            foreach (Dim dim in shape)
            {
                tensor.Shape.Dim.Add(dim.IsKnown
                    ? new DimensionProto { DimValue = dim.Value }
                    : new DimensionProto { DimParam = "d" + dim.Symbol.ToString(CultureInfo.InvariantCulture) });
            }
        }

        var type = new TypeProto { TensorType = tensor };
        return new ValueInfoProto { Name = value.Name, Type = value.IsSequence ? new TypeProto { SequenceType = new SequenceTypeProto { ElemType = type } } : type };
    }

    private static TensorProto Tensor(string name, ConstantTensor tensor) =>
        new() { Name = name, DataType = tensor.DType.ToOnnx(), RawData = tensor.Bytes, Dims = tensor.Shape };

    private static TensorProto External(string name, Weight weight)
    {
        var proto = new TensorProto { Name = name, DataType = weight.DType.ToOnnx(), DataLocation = DataLocation.External, Dims = weight.Shape };
        proto.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = weight.File });
        proto.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = weight.Offset.ToString(CultureInfo.InvariantCulture) });
        proto.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = weight.Length.ToString(CultureInfo.InvariantCulture) });
        return proto;
    }

    /// <summary>A written model and the inputs that it reads, in their order.</summary>
    internal sealed record Written(ModelProto Model, IReadOnlyList<OnnxValue> UsedInputs);
}
