using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Inference;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Folding;

/// <summary>Ops that move elements and do not compute: each is a walk over its input, or a list of the positions that the result's elements come from.</summary>
internal static class Rearrangement
{
    public static ConstantTensor? TryEvaluate(InferredNode node)
    {
        if (node.InputOrNull(0)?.Constant is not { } input)
        {
            return null;
        }

        if (node.OpType == "ConstantOfShape")
        {
            return OfShape(node);
        }

        if (ConstantEvaluator.KnownShape(node) is not { } shape)
        {
            return null;
        }

        switch (node.OpType)
        {
            case "Identity" or "Reshape" or "Squeeze" or "Unsqueeze":
                return new ConstantTensor(input.DType, shape, input.Bytes);
            case "Expand":
                return Walk(input, shape, Strides.BroadcastSteps(input.Shape, shape), 0);
            case "Transpose":
                return Transpose(node, input, shape);
            case "Concat":
                return Concat(node, shape);
            case "Slice":
                return Slice(node, input, shape);
            case "Gather":
                return Gather(node, input, shape);
            case "Tile":
                return Tile(input, shape);
            default:
                return null;
        }
    }

    private static ConstantTensor Walk(ConstantTensor input, long[] shape, long[] steps, long offset) =>
        new(input.DType, shape, StridedCopy.Of(input.Bytes.Span, input.DType.Size(), shape, steps, offset));

    private static ConstantTensor Pick(ConstantTensor input, long[] shape, int[] positions)
    {
        int size = input.DType.Size();
        var bytes = new byte[positions.Length * size];
        ReadOnlySpan<byte> source = input.Bytes.Span;
        for (int i = 0; i < positions.Length; i++)
        {
            source.Slice(positions[i] * size, size).CopyTo(bytes.AsSpan(i * size));
        }

        return new ConstantTensor(input.DType, shape, bytes);
    }

    private static ConstantTensor? OfShape(InferredNode node)
    {
        long[] shape = Constants.ToIntegers(node.Input(0).Constant!);
        if (Array.Exists(shape, d => d < 0) || shape.Aggregate(1.0, (p, d) => p * d) > ConstantEvaluator.MostComputed)
        {
            return null;
        }

        ConstantTensor value = node.Attributes.TryGetValue("value", out object? given) ? (ConstantTensor)given : Constants.FromFloats(DType.Float32, [0], [1]);
        return Pick(value, shape, new int[Strides.Count(shape)]);
    }

    private static ConstantTensor Transpose(InferredNode node, ConstantTensor input, long[] shape)
    {
        long[] strides = Strides.Of(input.Shape);
        long[] perm = node.Attributes.Ints("perm") ?? [.. Enumerable.Range(0, shape.Length).Reverse().Select(i => (long)i)];
        return Walk(input, shape, Array.ConvertAll(perm, p => strides[p]), 0);
    }

    private static ConstantTensor Concat(InferredNode node, long[] shape)
    {
        int axis = (int)node.Attributes.Int("axis", 0);
        axis = axis < 0 ? axis + shape.Length : axis;
        int size = node.Input(0).DType.Size();
        long outer = Strides.Count(shape[..axis]), inner = Strides.Count(shape[(axis + 1)..]) * size;
        var bytes = new byte[Strides.Count(shape) * size];
        long offset = 0;
        foreach (OnnxValue? value in node.Inputs)
        {
            ConstantTensor part = value!.Constant!;
            long row = part.Shape[axis] * inner;
            for (long i = 0; i < outer; i++)
            {
                part.Bytes.Span.Slice((int)(i * row), (int)row).CopyTo(bytes.AsSpan((int)((i * shape[axis] * inner) + offset)));
            }

            offset += row;
        }

        return new ConstantTensor(node.Input(0).DType, shape, bytes);
    }

    private static ConstantTensor? Slice(InferredNode node, ConstantTensor input, long[] shape)
    {
        long[] starts = node.Known(1)!;
        long[] axes = node.InputOrNull(3) is null ? Axes.Range(0, starts.Length) : node.Known(3)!;
        long[] steps = node.InputOrNull(4) is null ? [.. Enumerable.Repeat(1L, starts.Length)] : node.Known(4)!;
        long[] walk = Strides.Of(input.Shape);
        long offset = 0;
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = (int)(axes[i] < 0 ? axes[i] + shape.Length : axes[i]);
            long size = input.Shape[axis];
            long first = starts[i] < 0 ? starts[i] + size : starts[i];
            first = steps[i] > 0 ? Math.Clamp(first, 0, size) : Math.Clamp(first, -1, size - 1);
            offset += first * walk[axis];
            walk[axis] *= steps[i];
        }

        return Walk(input, shape, walk, offset);
    }

    private static ConstantTensor? Gather(InferredNode node, ConstantTensor input, long[] shape)
    {
        int axis = (int)node.Attributes.Int("axis", 0);
        axis = axis < 0 ? axis + input.Shape.Count : axis;
        long[] picks = Constants.ToIntegers(node.Input(1).Constant!);
        long size = input.Shape[axis];
        if (Array.Exists(picks, p => p < -size || p >= size))
        {
            return null;
        }

        long outer = Strides.Count([.. input.Shape.Take(axis)]), inner = Strides.Count([.. input.Shape.Skip(axis + 1)]);
        var positions = new List<int>();
        for (long i = 0; i < outer; i++)
        {
            foreach (long pick in picks)
            {
                for (long k = 0; k < inner; k++)
                {
                    positions.Add((int)((((i * size) + (pick < 0 ? pick + size : pick)) * inner) + k));
                }
            }
        }

        return Pick(input, shape, [.. positions]);
    }

    private static ConstantTensor Tile(ConstantTensor input, long[] shape)
    {
        long[] strides = Strides.Of(input.Shape);
        int[] all = Strides.Walk(shape, Strides.Of(shape), 0);
        var positions = new int[all.Length];
        long[] outStrides = Strides.Of(shape);
        for (int i = 0; i < positions.Length; i++)
        {
            long rest = i, position = 0;
            for (int axis = 0; axis < shape.Length; axis++)
            {
                position += rest / outStrides[axis] % input.Shape[axis] * strides[axis];
                rest %= outStrides[axis];
            }

            positions[i] = (int)position;
        }

        return Pick(input, shape, positions);
    }
}
