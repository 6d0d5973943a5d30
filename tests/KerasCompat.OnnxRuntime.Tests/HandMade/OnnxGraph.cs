using System.Runtime.InteropServices;
using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Program;
using KerasCompat.Onnx.Protos;

namespace KerasCompat.OnnxRuntime.Tests.HandMade;

/// <summary>Writes a small ONNX model, one node after another.</summary>
internal sealed class OnnxGraph
{
    private readonly GraphProto _graph = new() { Name = "hand_made" };

    public OnnxGraph Input(string name, DType dtype, params long[] shape)
    {
        _graph.Input.Add(Value(name, dtype, shape));
        return this;
    }

    public OnnxGraph Output(string name, DType dtype, params long[] shape)
    {
        _graph.Output.Add(Value(name, dtype, shape));
        return this;
    }

    public OnnxGraph Node(string op, string[] inputs, string[] outputs, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = op, Name = $"node{_graph.Node.Count}" };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes);
        _graph.Node.Add(node);
        return this;
    }

    public OnnxGraph Constant(string name, long[] shape, params ReadOnlySpan<float> values) =>
        Constant(name, DataType.Float, shape, MemoryMarshal.AsBytes(values));

    public OnnxGraph Constant(string name, ReadOnlySpan<long> values) =>
        Constant(name, DataType.Int64, [values.Length], MemoryMarshal.AsBytes(values));

    private OnnxGraph Constant(string name, DataType type, long[] shape, ReadOnlySpan<byte> bytes)
    {
        var tensor = new TensorProto { Name = name, DataType = type, RawData = bytes.ToArray(), Dims = shape };
        _graph.Initializer.Add(tensor);
        return this;
    }

    public OnnxStep Step(int[] inputs, int[] outputs) => new(Model(), null, inputs, outputs);

    public ModelProto Model()
    {
        var model = new ModelProto { IrVersion = 10, Graph = _graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        return model;
    }

    private static ValueInfoProto Value(string name, DType dtype, long[] shape)
    {
        var tensor = new TensorTypeProto { ElemType = dtype.ToOnnx(), Shape = new TensorShapeProto() };
        for (int i = 0; i < shape.Length; i++)
        {
            tensor.Shape.Dim.Add(shape[i] < 0
                ? new DimensionProto { DimParam = $"{name}_{i}" }
                : new DimensionProto { DimValue = shape[i] });
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
