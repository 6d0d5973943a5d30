using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Inference;

/// <summary>Ops that take parts of tensors and put them together.</summary>
internal static partial class ShapeRules
{
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

        axes ??= Axes.Range(0, count);
        Dim[]? starts = n.Input(1).Elements, ends = n.Input(2).Elements;
        long[]? steps = n.InputOrNull(4) is null ? Axes.Ones(count) : n.Known(4);
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
}
