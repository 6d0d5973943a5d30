using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>Ops on shapes, for tensors of any element type (tensorflow/core/ops/array_ops.cc).</summary>
internal static class ShapeKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("Shape", Shape);
        table.Add("ShapeN", Shape);
        table.Add("Size", context => Integer(context, context.Input(0).Count));
        table.Add("Rank", context => Integer(context, context.Input(0).Rank));
        table.Add("Reshape", Reshape);
        table.Add("ExpandDims", ExpandDims);
        table.Add("Squeeze", Squeeze);
        table.Add("Transpose", Transpose);
        table.Add("Tile", Tile);
        table.Add("BroadcastTo", BroadcastTo);
        table.Add("Fill", Fill);
        table.Add("ReverseV2", ReverseV2);
        table.Add("Bitcast", Bitcast);
        table.Add("Range", context => RealTypes.Run(context, context.Input(0).DType, new NumberRange(context)));
    }

    private static void Shape(KernelContext context)
    {
        DType type = context.Attributes.Type("out_type", DType.Int32);
        for (int i = 0; i < context.OutputCount; i++)
        {
            WriteShape(context, i, type, context.Input(i));
        }
    }

    /// <summary>Sets an output to a tensor's shape.</summary>
    public static void WriteShape(KernelContext context, int output, DType type, HostTensor tensor) =>
        WriteIntegers(context.Allocate(output, type, [tensor.Rank]), tensor.Shape);

    private static void Integer(KernelContext context, int value) =>
        WriteIntegers(context.Allocate(0, context.Attributes.Type("out_type", DType.Int32), []), [value]);

    private static void WriteIntegers(HostTensor tensor, ReadOnlySpan<nint> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (tensor.DType == DType.Int64)
            {
                tensor.Values<long>()[i] = values[i];
            }
            else
            {
                tensor.Values<int>()[i] = checked((int)values[i]);
            }
        }
    }

    private static void Reshape(KernelContext context)
    {
        HostTensor input = context.Input(0);
        nint[] shape = KernelShapes.ToShape(context.Integers(1));
        int unknown = Array.IndexOf(shape, -1);
        if (unknown >= 0)
        {
            shape[unknown] = 1;
            int known = KernelShapes.Count(shape);
            KernelContext.Require(
                known > 0 || input.Count == 0, "reshape cannot infer the missing input size for an empty tensor unless all specified input sizes are non-zero");
            shape[unknown] = known == 0 ? 0 : input.Count / known;
        }

        KernelContext.Require(
            KernelShapes.Count(shape) == input.Count,
            $"Input to reshape is a tensor with {input.Count} values, but the requested shape {KernelShapes.Write(shape)} has {KernelShapes.Count(shape)}");
        context.SetOutput(0, input.Reshape(shape));
    }

    private static void ExpandDims(KernelContext context)
    {
        HostTensor input = context.Input(0);
        int axis = KernelShapes.Axis(context.Integer(1), input.Rank + 1);
        context.SetOutput(0, input.Reshape([.. input.Shape[..axis], 1, .. input.Shape[axis..]]));
    }

    private static void Squeeze(KernelContext context)
    {
        HostTensor input = context.Input(0);
        IReadOnlyList<long> dims = context.Attributes.Ints("squeeze_dims");
        if (dims.Count == 0)
        {
            dims = context.Attributes.Ints("axis");
        }

        int[] axes = [.. dims.Select(axis => KernelShapes.Axis(axis, input.Rank))];
        var shape = new List<nint>();
        for (int i = 0; i < input.Rank; i++)
        {
            bool squeezed = axes.Length == 0 ? input.Shape[i] == 1 : axes.Contains(i);
            KernelContext.Require(!squeezed || input.Shape[i] == 1, $"Can not squeeze dim[{i}], expected a dimension of 1, got {input.Shape[i]}");
            if (!squeezed)
            {
                shape.Add(input.Shape[i]);
            }
        }

        context.SetOutput(0, input.Reshape([.. shape]));
    }

    private static void Transpose(KernelContext context)
    {
        HostTensor input = context.Input(0);
        long[] permutation = context.Integers(1);
        KernelContext.Require(
            permutation.Length == input.Rank && permutation.Order().Select((axis, i) => axis == i).All(inPlace => inPlace),
            $"[{string.Join(',', permutation)}] is not a permutation of the {input.Rank} dimensions");
        int[] strides = KernelShapes.Strides(input.Shape);
        nint[] shape = new nint[input.Rank];
        int[] permuted = new int[input.Rank];
        for (int i = 0; i < input.Rank; i++)
        {
            shape[i] = input.Shape[(int)permutation[i]];
            permuted[i] = strides[permutation[i]];
        }

        KernelShapes.Gather(input, shape, permuted, 0, context.Allocate(0, input.DType, shape));
    }

    private static void Tile(KernelContext context)
    {
        HostTensor input = context.Input(0);
        long[] multiples = context.Integers(1);
        KernelContext.Require(multiples.Length == input.Rank, $"Expected multiples argument to be a vector of length {input.Rank} but got length {multiples.Length}");
        KernelContext.Require(multiples.All(multiple => multiple >= 0), "Expected multiples to be non-negative");

        // A dimension of size n repeated m times is a dimension [m, n] of which the first is broadcast.
        var split = new List<nint>();
        var strides = new List<int>();
        int[] own = KernelShapes.Strides(input.Shape);
        nint[] shape = new nint[input.Rank];
        for (int i = 0; i < input.Rank; i++)
        {
            shape[i] = checked((nint)(input.Shape[i] * multiples[i]));
            split.Add((nint)multiples[i]);
            strides.Add(0);
            split.Add(input.Shape[i]);
            strides.Add(own[i]);
        }

        KernelShapes.Gather(input, [.. split], [.. strides], 0, context.Allocate(0, input.DType, shape));
    }

    private static void BroadcastTo(KernelContext context)
    {
        HostTensor input = context.Input(0);
        nint[] shape = KernelShapes.ToShape(context.Integers(1));
        KernelContext.Require(shape.Length >= input.Rank, $"Rank of input ({input.Rank}) must be no greater than rank of output shape ({shape.Length})");
        KernelShapes.Gather(input, KernelShapes.BroadcastIndices(input.Shape, shape), context.Allocate(0, input.DType, shape));
    }

    private static void Fill(KernelContext context)
    {
        HostTensor value = context.Input(1);
        KernelContext.Require(value.Rank == 0, $"value must be a scalar, got {value}");
        HostTensor output = context.Allocate(0, value.DType, KernelShapes.ToShape(context.Integers(0)));
        KernelShapes.Gather(value, new int[output.Count], output);
    }

    private static void ReverseV2(KernelContext context)
    {
        HostTensor input = context.Input(0);
        int[] strides = KernelShapes.Strides(input.Shape);
        int start = 0;
        foreach (long given in context.Integers(1))
        {
            int axis = KernelShapes.Axis(given, input.Rank);
            start += strides[axis] * ((int)input.Shape[axis] - 1);
            strides[axis] = -strides[axis];
        }

        KernelShapes.Gather(input, input.Shape, strides, start, context.Allocate(0, input.DType, input.Shape));
    }

    private static void Bitcast(KernelContext context)
    {
        HostTensor input = context.Input(0);
        DType type = context.Attributes.Type("type");
        int from = input.DType.Size();
        int to = type.Size();
        KernelContext.Require(from > 0 && to > 0, $"Cannot bitcast from {input.DType.Name()} to {type.Name()}");
        nint[] shape = [.. input.Shape];
        if (from > to)
        {
            shape = [.. shape, from / to];
        }
        else if (from < to)
        {
            KernelContext.Require(shape.Length > 0 && shape[^1] == to / from, $"Cannot bitcast {input} to {type.Name()}");
            shape = shape[..^1];
        }

        input.Bytes.CopyTo(context.Allocate(0, type, shape).Bytes);
    }
}
