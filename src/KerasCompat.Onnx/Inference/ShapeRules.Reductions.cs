using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Inference;

internal static partial class ShapeRules
{
    private static void AddReductions()
    {
        Add("ReduceSum ReduceMean ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceSumSquare", n =>
            n.Output.Set(n.DType(0), Reduced(n), n.OpType == "ReduceProd" ? ProductElements(n) : null));
        Add("ArgMax ArgMin", n =>
        {
            Dim[]? shape = n.Shape(0);
            if (shape is not null)
            {
                int axis = InferredNode.Axis(n.Attributes.Int("axis", 0), shape)!.Value;
                shape = n.Attributes.Int("keepdims", 1) != 0 ? [.. shape[..axis], 1, .. shape[(axis + 1)..]] : [.. shape[..axis], .. shape[(axis + 1)..]];
            }

            n.Output.Set(DType.Int64, shape);
        });
        Add("TopK", n =>
        {
            Dim[]? shape = n.Shape(0) is { } s ? (Dim[])s.Clone() : null;
            if (shape is not null)
            {
                shape[InferredNode.Axis(n.Attributes.Int("axis", -1), shape)!.Value] = n.Input(1).Elements is [var k] ? k : Dim.Unknown();
            }

            n.Outputs[0].Set(n.DType(0), shape);
            n.Outputs[1].Set(DType.Int64, shape);
        });
        Add("Unique", Unique);
    }

    /// <summary>Without an axis the elements are counted, with one the slices along it.</summary>
    private static void Unique(InferredNode n)
    {
        Dim count = Dim.Unknown();
        Dim[]? shape = n.Shape(0), found = [count];
        Dim length = shape is null ? Dim.Unknown() : Shapes.Product(shape);
        if (n.Attributes.ContainsKey("axis"))
        {
            int? axis = shape is null ? null : InferredNode.Axis(n.Attributes.Int("axis", 0), shape);
            found = axis is null ? null : [.. shape![..axis.Value], count, .. shape[(axis.Value + 1)..]];
            length = axis is null ? Dim.Unknown() : shape![axis.Value];
        }

        n.Outputs[0].Set(n.DType(0), found);
        for (int i = 1; i < n.Outputs.Length; i++)
        {
            n.Outputs[i].Set(DType.Int64, [i == 2 ? length : count]);
        }
    }

    private static Dim[]? ProductElements(InferredNode n) =>
        n.DType(0) is DType.Int32 or DType.Int64 && n.Input(0) is { Rank: 1, Elements: { } elements } && Reduced(n) is { Length: <= 1 }
            ? [Shapes.Product(elements)]
            : null;

    private static Dim[]? Reduced(InferredNode n)
    {
        Dim[]? shape = n.Shape(0);
        bool keep = n.Attributes.Int("keepdims", 1) != 0;
        OnnxValue? axesInput = n.InputOrNull(1);
        if (shape is null)
        {
            return axesInput is null && !keep ? [] : null;
        }

        long[]? axes = axesInput is null ? [] : n.Known(1);
        if (axes is null)
        {
            return keep ? Shapes.UnknownOfRank(shape.Length) : LengthOf(axesInput!) is { } count ? Shapes.UnknownOfRank(shape.Length - count) : null;
        }

        if (axes.Length == 0 && n.Attributes.Int("noop_with_empty_axes", 0) != 0)
        {
            return shape;
        }

        var reduced = axes.Select(a => (int)(a < 0 ? a + shape.Length : a)).ToHashSet();
        var result = new List<Dim>();
        for (int i = 0; i < shape.Length; i++)
        {
            if (axes.Length != 0 && !reduced.Contains(i))
            {
                result.Add(shape[i]);
            }
            else if (keep)
            {
                result.Add(1);
            }
        }

        return [.. result];
    }
}
