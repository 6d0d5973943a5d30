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

    private static void Concat(InferredNode n)
    {
        Dim[]? first = null;
        foreach (OnnxValue? input in n.Inputs)
        {
            first = Shapes.Merge(first, input!.Shape);
        }

        if (first is null || InferredNode.Axis(n.Attributes.Int("axis", 0), first) is not { } axis)
        {
            n.Output.Set(n.DType(0), null);
            return;
        }

        var shape = (Dim[])first.Clone();
        Dim total = 0;
        var elements = new List<Dim>();
        bool known = shape.Length == 1;
        foreach (OnnxValue? input in n.Inputs)
        {
            total = Shapes.Add(total, input!.Shape is { } s ? s[axis] : Dim.Unknown());
            known &= input.Elements is not null;
            elements.AddRange(input.Elements ?? []);
        }

        shape[axis] = total;
        n.Output.Set(n.DType(0), shape, known ? [.. elements] : null);
    }

    private static void Slice(InferredNode n)
    {
        if (n.Shape(0) is not { } input)
        {
            n.Output.Set(n.DType(0), null);
            return;
        }

        long[]? axes = n.InputOrNull(3) is null ? null : n.Known(3);
        int count = LengthOf(n.Input(1)) ?? -1;
        if (count < 0 || (n.InputOrNull(3) is not null && axes is null))
        {
            n.Output.Set(n.DType(0), Shapes.UnknownOfRank(input.Length));
            return;
        }

        axes ??= [.. Enumerable.Range(0, count).Select(i => (long)i)];
        Dim[]? starts = n.Input(1).Elements, ends = n.Input(2).Elements;
        long[]? steps = n.InputOrNull(4) is null ? [.. Enumerable.Repeat(1L, count)] : n.Known(4);
        var shape = (Dim[])input.Clone();
        Dim[]? elements = input.Length == 1 ? n.Input(0).Elements : null;
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = (int)(axes[i] < 0 ? axes[i] + input.Length : axes[i]);
            Dim size = input[axis];
            if (starts is null || ends is null || steps is null || !starts[i].IsKnown || !ends[i].IsKnown || !SliceLength(size, starts[i].Value, ends[i].Value, steps[i], out Dim length, out long first))
            {
                shape[axis] = starts is not null && ends is not null && steps is not null && starts[i].Is(0) && ends[i] == size && steps[i] == 1 ? size : Dim.Unknown();
                elements = null;
                continue;
            }

            shape[axis] = length;
            if (elements is not null)
            {
                var picked = new Dim[length.IsKnown ? length.Value : 0];
                for (int k = 0; k < picked.Length; k++)
                {
                    picked[k] = elements[first + (k * steps[i])];
                }

                elements = length.IsKnown ? picked : null;
            }
        }

        n.Output.Set(n.DType(0), shape, elements);
    }

    private static bool SliceLength(Dim size, long start, long end, long step, out Dim length, out long first)
    {
        length = Dim.Unknown();
        first = start;
        if (!size.IsKnown)
        {
            if (start == 0 && step == 1 && end >= int.MaxValue)
            {
                length = size;
                return true;
            }

            return false;
        }

        long n = size.Value;
        if (start < 0)
        {
            start += n;
        }

        if (end < 0)
        {
            end += n;
        }

        if (step > 0)
        {
            start = Math.Clamp(start, 0, n);
            end = Math.Clamp(end, 0, n);
            length = Math.Max(0, (end - start + step - 1) / step);
        }
        else
        {
            start = Math.Clamp(start, -1, n - 1);
            end = Math.Clamp(end, -1, n - 1);
            length = Math.Max(0, (start - end - step - 1) / -step);
        }

        first = start;
        return true;
    }

    private static void Gather(InferredNode n)
    {
        if (n.Shape(0) is not { } data || n.Shape(1) is not { } indices)
        {
            n.Output.Set(n.DType(0), null);
            return;
        }

        int axis = InferredNode.Axis(n.Attributes.Int("axis", 0), data)!.Value;
        Dim[]? elements = null;
        if (data.Length == 1 && n.Input(0).Elements is { } source && n.Known(1) is { } picks)
        {
            elements = Array.TrueForAll(picks, p => p >= -source.Length && p < source.Length)
                ? Array.ConvertAll(picks, p => source[p < 0 ? p + source.Length : p])
                : null;
        }

        n.Output.Set(n.DType(0), [.. data[..axis], .. indices, .. data[(axis + 1)..]], elements);
    }

    private static void GatherNd(InferredNode n)
    {
        int batch = (int)n.Attributes.Int("batch_dims", 0);
        if (n.Shape(0) is not { } data || n.Shape(1) is not { Length: > 0 } indices || !indices[^1].IsKnown)
        {
            n.Output.Set(n.DType(0), null);
            return;
        }

        n.Output.Set(n.DType(0), [.. indices[..^1], .. data[(batch + (int)indices[^1].Value)..]]);
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

    private static void Split(InferredNode n)
    {
        Dim[]? shape = n.Shape(0);
        int? axis = InferredNode.Axis(n.Attributes.Int("axis", 0), shape);
        Dim[]? sizes = n.InputOrNull(1)?.Elements;
        for (int i = 0; i < n.Outputs.Length; i++)
        {
            if (shape is null || axis is null)
            {
                n.Outputs[i].Set(n.DType(0), null);
                continue;
            }

            var part = (Dim[])shape.Clone();
            Dim whole = shape[axis.Value];
            long chunk = whole.IsKnown ? (whole.Value + n.Outputs.Length - 1) / n.Outputs.Length : 0;
            part[axis.Value] = sizes is not null ? sizes[i]
                : n.InputOrNull(1) is null && whole.IsKnown ? Math.Max(0, Math.Min(chunk, whole.Value - (i * chunk)))
                : Dim.Unknown();
            n.Outputs[i].Set(n.DType(0), part);
        }
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
