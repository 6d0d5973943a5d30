using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Translation;

/// <summary>Shapes that TensorFlow wrote down beside nodes (<c>_output_shapes</c>) and placeholders (<c>shape</c>).</summary>
internal static class Hints
{
    public static Dim[]? Shape(TfNode node, int index)
    {
        IReadOnlyList<TensorShape> shapes = node.Attributes.Shapes("_output_shapes");
        return index < shapes.Count ? ToDims(shapes[index]) : null;
    }

    public static Dim[]? ToDims(TensorShape shape)
    {
        if (!shape.HasRank)
        {
            return null;
        }

        var dims = new Dim[shape.Rank];
        for (int i = 0; i < dims.Length; i++)
        {
            dims[i] = shape.Dimensions[i] < 0 ? Dim.Unknown() : shape.Dimensions[i];
        }

        return dims;
    }

    public static TensorShape ToShape(Dim[]? dims) => dims is null
        ? TensorShape.UnknownRank
        : new TensorShape(Array.ConvertAll(dims, d => d.IsKnown ? d.Value : TensorShape.UnknownDimension));
}
