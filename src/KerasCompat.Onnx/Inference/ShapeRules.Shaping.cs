using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Inference;

internal static partial class ShapeRules
{
    private static void AddShaping()
    {
        Add("Shape", n => n.Output.Set(DType.Int64, n.Shape(0) is { } s ? [s.Length] : [Dim.Unknown()], n.Shape(0)));
        Add("Size", n => n.Output.Set(DType.Int64, [], n.Shape(0) is { } s ? [Shapes.Product(s)] : null));
        Add("Reshape", Reshape);
        Add("Transpose", Transpose);
        Add("Concat", Concat);
        Add("Slice", Slice);
        Add("Gather", Gather);
        Add("GatherElements", n => n.Output.Set(n.DType(0), n.Shape(1)));
        Add("GatherND", GatherNd);
        Add("ScatterND ScatterElements", n => n.Output.Set(n.DType(0), n.Shape(0)));
        Add("Squeeze", Squeeze);
        Add("Unsqueeze", Unsqueeze);
        Add("Expand", n => n.Output.Set(n.DType(0), Shapes.Broadcast(n.Shape(0), n.Input(1).Elements ?? Shapes.UnknownOfRank(LengthOf(n.Input(1))))));
        Add("Tile", n => n.Output.Set(n.DType(0), n.Shape(0) is not { } s ? null : n.Input(1).Elements is { } repeats && repeats.Length == s.Length
            ? Zip(s, repeats, Shapes.Multiply) : Shapes.UnknownOfRank(s.Length)));
        Add("Pad", Pad);
        Add("Split", Split);
        Add("ConstantOfShape", n =>
        {
            var value = n.Attributes.TryGetValue("value", out object? given) ? (SavedModel.Graph.ConstantTensor)given : null;
            n.Output.Set(value?.DType ?? DType.Float32, n.Input(0).Elements ?? Shapes.UnknownOfRank(LengthOf(n.Input(0))));
        });
        Add("Range", n => n.Output.Set(n.DType(0), [RangeLength(n)]));
        Add("NonZero", n => n.Output.Set(DType.Int64, [n.Shape(0) is { } s ? s.Length : Dim.Unknown(), Dim.Unknown()]));
        Add("OneHot", n =>
        {
            Dim depth = n.Input(1).Elements is [var d] ? d : Dim.Unknown();
            n.Output.Set(n.DType(2), n.Shape(0) is { } s ? [.. Insert(s, (int)InsertAxis(n.Attributes.Int("axis", -1), s.Length), depth)] : null);
        });
        Add("DepthToSpace SpaceToDepth", DepthSpace);
        Add("EyeLike", n => n.Output.Set(n.Attributes.ContainsKey("dtype") ? ToDType(n.Attributes.Int("dtype", 1)) : n.DType(0), n.Shape(0)));
        Add("Compress", n => n.Output.Set(n.DType(0), Shapes.UnknownOfRank(n.Attributes.ContainsKey("axis") ? n.Input(0).Rank : 1)));
        Add("SequenceEmpty", n => SetSequence(n, ToDType(n.Attributes.Int("dtype", 1)), null));
        Add("SequenceConstruct SequenceInsert SequenceErase", n => SetSequence(n, n.DType(0), null));
        Add("SplitToSequence", n => SetSequence(n, n.DType(0), null));
        Add("SequenceAt", n => n.Output.Set(n.DType(0), n.Shape(0)));
        Add("SequenceLength", n => n.Output.Set(DType.Int64, []));
        Add("ConcatFromSequence", n => n.Output.Set(n.DType(0), null));
    }

    private static void SetSequence(InferredNode n, DType dtype, Dim[]? shape)
    {
        n.Output.Set(dtype, shape);
        n.Output.IsSequence = true;
    }

    private static int? LengthOf(OnnxValue value) => value.Shape is [{ IsKnown: true } length] ? (int)length.Value : null;

    private static Dim[] Zip(Dim[] a, Dim[] b, Func<Dim, Dim, Dim> combine)
    {
        var result = new Dim[a.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = combine(a[i], b[i]);
        }

        return result;
    }

    private static long InsertAxis(long axis, int rank) => axis < 0 ? axis + rank + 1 : axis;

    private static IEnumerable<Dim> Insert(Dim[] shape, int axis, Dim dim) => shape[..axis].Append(dim).Concat(shape[axis..]);

    private static void Reshape(InferredNode n)
    {
        bool allowZero = n.Attributes.Int("allowzero", 0) != 0;
        Dim[]? shape = n.Input(1).Elements is { } target ? Shapes.Reshape(n.Shape(0), target, allowZero) : Shapes.UnknownOfRank(LengthOf(n.Input(1)));
        n.Output.Set(n.DType(0), shape, shape is { Length: <= 1 } ? n.Input(0).Elements : null);
    }

    private static void Transpose(InferredNode n)
    {
        if (n.Shape(0) is not { } shape)
        {
            n.Output.Set(n.DType(0), Shapes.UnknownOfRank(n.Attributes.Ints("perm")?.Length));
            return;
        }

        long[] perm = n.Attributes.Ints("perm") ?? [.. Enumerable.Range(0, shape.Length).Reverse().Select(i => (long)i)];
        n.Output.Set(n.DType(0), Array.ConvertAll(perm, p => shape[p]));
    }

    private static void Squeeze(InferredNode n)
    {
        long[]? axes = n.InputOrNull(1) is null ? null : n.Known(1);
        if (n.Shape(0) is not { } shape)
        {
            n.Output.Set(n.DType(0), null);
            return;
        }

        if (n.InputOrNull(1) is null)
        {
            n.Output.Set(n.DType(0), Array.TrueForAll(shape, d => d.IsKnown) ? Array.FindAll(shape, d => !d.Is(1)) : null, n.Input(0).Elements);
            return;
        }

        if (axes is null)
        {
            n.Output.Set(n.DType(0), LengthOf(n.Input(1)) is { } count ? Shapes.UnknownOfRank(shape.Length - count) : null);
            return;
        }

        var dropped = axes.Select(a => (int)(a < 0 ? a + shape.Length : a)).ToHashSet();
        n.Output.Set(n.DType(0), [.. shape.Where((_, i) => !dropped.Contains(i))], n.Input(0).Elements);
    }

    private static void Unsqueeze(InferredNode n)
    {
        if (n.Shape(0) is not { } shape || n.Known(1) is not { } axes)
        {
            n.Output.Set(n.DType(0), n.Shape(0) is { } s && LengthOf(n.Input(1)) is { } count ? Shapes.UnknownOfRank(s.Length + count) : null);
            return;
        }

        int rank = shape.Length + axes.Length;
        var added = axes.Select(a => (int)(a < 0 ? a + rank : a)).ToHashSet();
        var result = new Dim[rank];
        for (int i = 0, next = 0; i < rank; i++)
        {
            result[i] = added.Contains(i) ? 1 : shape[next++];
        }

        n.Output.Set(n.DType(0), result, rank <= 1 ? n.Input(0).Elements : null);
    }

    private static void Pad(InferredNode n)
    {
        if (n.Shape(0) is not { } shape || n.InputOrNull(3) is not null || n.Input(1).Elements is not { } pads || pads.Length != 2 * shape.Length)
        {
            n.Output.Set(n.DType(0), Shapes.UnknownOfRank(n.Input(0).Rank));
            return;
        }

        var result = new Dim[shape.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = Shapes.Add(Shapes.Add(shape[i], pads[i]), pads[i + shape.Length]);
        }

        n.Output.Set(n.DType(0), result);
    }

    private static Dim RangeLength(InferredNode n)
    {
        if (n.Input(0).Constant is { } start && n.Input(1).Constant is { } limit && n.Input(2).Constant is { } delta)
        {
            double step = Constants.ToFloats(delta)[0];
            return step == 0 ? Dim.Unknown() : Math.Max(0, (long)Math.Ceiling((Constants.ToFloats(limit)[0] - Constants.ToFloats(start)[0]) / step));
        }

        return n.Input(0).Elements is [var first] && first.Is(0) && n.Input(2).Elements is [var by] && by.Is(1) && n.Input(1).Elements is [var end] ? end : Dim.Unknown();
    }

    private static void DepthSpace(InferredNode n)
    {
        if (n.Shape(0) is not { Length: 4 } s)
        {
            n.Output.Set(n.DType(0), Shapes.UnknownOfRank(4));
            return;
        }

        long block = n.Attributes.Int("blocksize", 1);
        bool toSpace = n.OpType == "DepthToSpace";
        Dim Grow(Dim d, long by) => d.IsKnown ? d.Value * by : Dim.Unknown();
        Dim Shrink(Dim d, long by) => d.IsKnown ? d.Value / by : Dim.Unknown();
        n.Output.Set(n.DType(0), toSpace
            ? [s[0], Shrink(s[1], block * block), Grow(s[2], block), Grow(s[3], block)]
            : [s[0], Grow(s[1], block * block), Shrink(s[2], block), Shrink(s[3], block)]);
    }
}
