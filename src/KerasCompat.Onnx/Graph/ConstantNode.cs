using Google.Protobuf;
using KerasCompat.SavedModel.Graph;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Graph;

/// <summary>A constant that the model's graph does not have itself.</summary>
internal static class ConstantNode
{
    /// <summary>The output of a new constant.</summary>
    /// <param name="name">The name of its node.</param>
    /// <param name="value">Its value.</param>
    public static TfOutput Of(string name, ConstantTensor value)
    {
        var proto = new TensorProto { Dtype = (int)value.DType, TensorShape = new TensorShapeProto(), TensorContent = ByteString.CopyFrom(value.Bytes.Span) };
        proto.TensorShape.Dim.AddRange(value.Shape.Select(d => new TensorShapeProto.Types.Dim { Size = d }));
        proto.StringVal.AddRange(value.Strings.Select(s => ByteString.CopyFrom(s.Span)));
        var attributes = new Dictionary<string, AttrValue>(StringComparer.Ordinal)
        {
            ["dtype"] = new() { Type = (int)value.DType },
            ["value"] = new() { Tensor = proto },
        };
        return new TfOutput(new TfNode(name, "Const", new NodeAttributes(attributes, null)) { OutputTypes = [value.DType] }, 0);
    }
}
