using System.Runtime.InteropServices;
using KerasCompat.Onnx.Protos;

namespace KerasCompat.OnnxRuntime.Layout;

/// <summary>The shapes of a graph's constants: of its initializers, and of those that are transposed and reshaped, as kernels are.</summary>
internal sealed class ConstantShapes
{
    private readonly Dictionary<string, IReadOnlyList<long>> _shapes = [];

    /// <summary>The constants of a graph.</summary>
    public ConstantShapes(GraphProto graph)
    {
        var initializers = new Dictionary<string, TensorProto>();
        foreach (TensorProto initializer in graph.Initializer)
        {
            initializers[initializer.Name] = initializer;
            _shapes[initializer.Name] = initializer.Dims;
        }

        foreach (NodeProto node in graph.Node)
        {
            if (node is { OpType: "Transpose", Domain: "", Input.Count: 1, Output.Count: 1 } && Find(node.Input[0]) is { } shape
                && node.Attribute.FirstOrDefault(attribute => attribute.Name == "perm")?.Ints is { } perm && IsPermutation(perm, shape.Count))
            {
                _shapes[node.Output[0]] = [.. perm.Select(axis => shape[(int)axis])];
            }
            else if (node is { OpType: "Reshape", Domain: "", Input.Count: 2, Output.Count: 1 } && Find(node.Input[0]) is not null && initializers.GetValueOrDefault(node.Input[1]) is { RawData.Length: > 0 } target
                && MemoryMarshal.Cast<byte, long>(target.RawData.Span) is var sizes && !sizes.ContainsAnyInRange(long.MinValue, 0))
            {
                _shapes[node.Output[0]] = sizes.ToArray();
            }
        }
    }

    /// <summary>The shape of a constant; null for any other value.</summary>
    /// <param name="value">The name of the value.</param>
    public IReadOnlyList<long>? Find(string value) => _shapes.GetValueOrDefault(value);

    private static bool IsPermutation(IReadOnlyList<long> axes, int rank)
    {
        var found = new bool[rank];
        foreach (long axis in axes)
        {
            if (axis < 0 || axis >= rank || found[axis])
            {
                return false;
            }

            found[axis] = true;
        }

        return axes.Count == rank;
    }
}
