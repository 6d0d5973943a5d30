using KerasCompat.Onnx.Emitting;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Ops;

/// <summary>Tensors whose elements are all the same number, whatever their size turns out to be.</summary>
internal static class UniformValue
{
    /// <summary>The number, or null where the elements differ or are not known.</summary>
    public static double? Of(OnnxValue value)
    {
        if (value.Constant is { } constant)
        {
            return Of(constant);
        }

        return value.Producer switch
        {
            { OpType: "ConstantOfShape" } node => node.Attributes.TryGetValue("value", out object? given) ? Of((ConstantTensor)given) : 0,
            { OpType: "Expand" or "Reshape" or "Cast" or "Tile" or "Unsqueeze" or "Squeeze" } node => Of(node.Inputs[0]!),
            _ => null,
        };
    }

    private static double? Of(ConstantTensor tensor)
    {
        if (tensor.ElementCount == 0 || tensor.DType.IsComplex() || tensor.DType == Contracts.DType.String)
        {
            return null;
        }

        double[] values = Constants.ToFloats(tensor);
        return Array.TrueForAll(values, v => v.Equals(values[0])) ? values[0] : null;
    }
}
