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
        var attributes = new Dictionary<string, AttrValue>(StringComparer.Ordinal)
        {
            ["dtype"] = AttrValue.Of(value.DType),
            ["value"] = AttrValue.Of(value),
        };
        return new TfOutput(new TfNode(name, "Const", new NodeAttributes(attributes, null)) { OutputTypes = [value.DType] }, 0);
    }
}
