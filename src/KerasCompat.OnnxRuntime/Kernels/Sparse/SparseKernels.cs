using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Sparse;

/// <summary>
/// Ops that move the elements of sparse tensors, for any element type (tensorflow/core/ops/sparse_ops.cc). A sparse tensor is three:
/// positions int64[n, rank], values [n], shape int64[rank].
/// </summary>
internal static class SparseKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("SparseToDense", ToDense);
        table.Add("SparseReshape", Reshape);
        table.Add("SparseFillEmptyRows", FillEmptyRows);
        table.Add("SparseReorder", Reorder);
        table.Add("SparseConcat", Concat);
        table.Add("SparseSlice", Slice);
        table.Add("SparseSplit", Split);
    }

    private static void ToDense(KernelContext context)
    {
        HostTensor indices = context.Input(0), values = context.Input(2);
        nint[] shape = KernelShapes.ToShape(context.Integers(1));
        HostTensor output = context.Allocate(0, values.DType, shape);
        for (int i = 0; i < output.Count; i++)
        {
            HostTensor.Copy(context.Input(3), 0, output, i, 1);
        }

        int[] strides = KernelShapes.Strides(shape);
        int count = indices.Rank == 0 ? 1 : (int)indices.Shape[0];
        int rank = indices.Rank == 2 ? (int)indices.Shape[1] : 1;
        KernelContext.Require(rank == shape.Length, $"indices {indices} do not fit a shape of rank {shape.Length}");
        KernelContext.Require(values.Rank == 0 || values.Count == count, $"indices {indices} and values {values} do not fit");
        for (int i = 0; i < count; i++)
        {
            HostTensor.Copy(values, values.Rank == 0 ? 0 : i, output, Position(indices, i, rank, shape, strides), 1);
        }
    }

    internal static int Position(HostTensor indices, int row, int rank, ReadOnlySpan<nint> shape, int[] strides)
    {
        int position = 0;
        for (int d = 0; d < rank; d++)
        {
            long index = KernelContext.IntegerAt(indices, (row * rank) + d);
            KernelContext.Require(index >= 0 && index < shape[d], $"indices[{row},{d}] = {index} is out of bounds: need 0 <= index < {shape[d]}");
            position += (int)index * strides[d];
        }

        return position;
    }

    private static void Reshape(KernelContext context)
    {
        long[] indices = context.Integers(0), from = context.Integers(1), to = context.Integers(2);
        long total = from.Aggregate(1L, (product, size) => checked(product * size));
        int open = Array.IndexOf(to, -1L);
        if (open >= 0)
        {
            long known = to.Where((_, i) => i != open).Aggregate(1L, (product, size) => checked(product * size));
            KernelContext.Require(known > 0 && total % known == 0, $"a tensor of {total} elements cannot be reshaped to [{string.Join(',', to)}]");
            to[open] = total / known;
        }

        KernelContext.Require(to.Aggregate(1L, (product, size) => checked(product * size)) == total, $"a tensor of shape [{string.Join(',', from)}] cannot be reshaped to [{string.Join(',', to)}]");
        int count = from.Length == 0 ? 0 : indices.Length / from.Length;
        Span<long> output = context.Allocate(0, DType.Int64, [count, to.Length]).Values<long>();
        for (int i = 0; i < count; i++)
        {
            long position = 0;
            for (int d = 0; d < from.Length; d++)
            {
                position = (position * from[d]) + indices[(i * from.Length) + d];
            }

            for (int d = to.Length - 1; d >= 0; d--)
            {
                output[(i * to.Length) + d] = position % Math.Max(1, to[d]);
                position /= Math.Max(1, to[d]);
            }
        }

        to.CopyTo(context.Allocate(1, DType.Int64, [to.Length]).Values<long>());
    }

    private static void FillEmptyRows(KernelContext context)
    {
        HostTensor values = context.Input(1), defaultValue = context.Input(3);
        long[] indices = context.Integers(0), shape = context.Integers(2);
        int rank = shape.Length, count = values.Count;
        KernelContext.Require(rank > 0 && shape[0] >= 0, $"[{string.Join(',', shape)}] is no dense shape with rows");
        KernelContext.Require(indices.Length == (long)count * rank, $"indices {context.Input(0)}, values {values} and a dense shape of rank {rank} do not fit");
        int rows = checked((int)shape[0]);
        var perRow = new int[rows];
        for (int i = 0; i < count; i++)
        {
            long row = indices[i * rank];
            KernelContext.Require(row >= 0 && row < rows, $"indices[{i},0] = {row} is invalid: need 0 <= row < {rows}");
            perRow[row]++;
        }

        var starts = new int[rows];
        int total = 0;
        for (int row = 0; row < rows; row++)
        {
            starts[row] = total;
            total += Math.Max(1, perRow[row]);
        }

        Span<long> outIndices = context.Allocate(0, DType.Int64, [total, rank]).Values<long>();
        HostTensor outValues = context.Allocate(1, values.DType, [total]);
        Span<bool> empty = context.Allocate(2, DType.Bool, [rows]).Values<bool>();
        Span<long> reverse = context.Allocate(3, DType.Int64, [count]).Values<long>();
        outIndices.Clear();
        for (int row = 0; row < rows; row++)
        {
            empty[row] = perRow[row] == 0;
            if (empty[row])
            {
                outIndices[starts[row] * rank] = row;
                HostTensor.Copy(defaultValue, 0, outValues, starts[row], 1);
            }
        }

        for (int i = 0; i < count; i++)
        {
            int at = starts[indices[i * rank]]++;
            indices.AsSpan(i * rank, rank).CopyTo(outIndices[(at * rank)..]);
            HostTensor.Copy(values, i, outValues, at, 1);
            reverse[i] = at;
        }
    }

    private static void Reorder(KernelContext context)
    {
        long[] indices = context.Integers(0);
        int rank = context.Input(2).Count;
        HostTensor values = context.Input(1);
        int[] order = [.. Enumerable.Range(0, values.Count)];
        Array.Sort(order, (a, b) => Compare(indices, rank, a, b));
        Write(context, 0, 1, indices, values, rank, order, null);
    }

    /// <summary>Row-major order, and the order given among equal positions.</summary>
    internal static int Compare(long[] indices, int rank, int a, int b)
    {
        int order = indices.AsSpan(a * rank, rank).SequenceCompareTo(indices.AsSpan(b * rank, rank));
        return order != 0 ? order : a.CompareTo(b);
    }

    private static void Write(KernelContext context, int indexOutput, int valueOutput, long[] indices, HostTensor values, int rank, int[] order, long[]? shift)
    {
        Span<long> outIndices = context.Allocate(indexOutput, DType.Int64, [order.Length, rank]).Values<long>();
        HostTensor outValues = context.Allocate(valueOutput, values.DType, [order.Length]);
        for (int i = 0; i < order.Length; i++)
        {
            for (int d = 0; d < rank; d++)
            {
                outIndices[(i * rank) + d] = indices[(order[i] * rank) + d] - (shift?[d] ?? 0);
            }

            HostTensor.Copy(values, order[i], outValues, i, 1);
        }
    }

    private static void Concat(KernelContext context)
    {
        int count = context.InputCount / 3;
        long[] shape = context.Integers(2 * count);
        int rank = shape.Length, axis = KernelShapes.Axis(context.Attributes.Int("concat_dim", 0), rank);
        var indices = new List<long>();
        HostTensor values = HostTensor.Allocate(context.Input(count).DType, [Enumerable.Range(0, count).Sum(i => context.Input(count + i).Count)]);
        long offset = 0;
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            long[] own = context.Integers(i), ownShape = context.Integers((2 * count) + i);
            for (int k = 0; k < own.Length; k++)
            {
                indices.Add(own[k] + (k % rank == axis ? offset : 0));
            }

            HostTensor part = context.Input(count + i);
            HostTensor.Copy(part, 0, values, at, part.Count);
            at += part.Count;
            offset += ownShape[axis];
        }

        shape[axis] = offset;
        long[] all = [.. indices];
        int[] order = [.. Enumerable.Range(0, values.Count)];
        Array.Sort(order, (a, b) => Compare(all, rank, a, b));
        Write(context, 0, 1, all, values, rank, order, null);
        shape.CopyTo(context.Allocate(2, DType.Int64, [rank]).Values<long>());
    }

    private static void Slice(KernelContext context)
    {
        long[] shape = context.Integers(2), start = context.Integers(3), size = context.Integers(4);
        var taken = new long[shape.Length];
        for (int d = 0; d < taken.Length; d++)
        {
            taken[d] = Math.Max(0, Math.Min(size[d], shape[d] - start[d]));
        }

        Cut(context, 0, 1, 2, context.Integers(0), context.Input(1), start, taken);
    }

    private static void Split(KernelContext context)
    {
        long[] shape = context.Integers(3);
        int parts = context.OutputCount / 3, axis = KernelShapes.Axis(context.Integer(0), shape.Length);
        long whole = shape[axis] / parts, more = shape[axis] % parts, at = 0;
        for (int i = 0; i < parts; i++)
        {
            var start = new long[shape.Length];
            var size = (long[])shape.Clone();
            start[axis] = at;
            size[axis] = whole + (i < more ? 1 : 0);
            at += size[axis];
            Cut(context, i, parts + i, (2 * parts) + i, context.Integers(1), context.Input(2), start, size);
        }
    }

    private static void Cut(KernelContext context, int indexOutput, int valueOutput, int shapeOutput, long[] indices, HostTensor values, long[] start, long[] size)
    {
        int rank = start.Length;
        int[] inside = [.. Enumerable.Range(0, values.Count).Where(i =>
        {
            for (int d = 0; d < rank; d++)
            {
                long index = indices[(i * rank) + d] - start[d];
                if (index < 0 || index >= size[d])
                {
                    return false;
                }
            }

            return true;
        })];
        Write(context, indexOutput, valueOutput, indices, values, rank, inside, start);
        size.CopyTo(context.Allocate(shapeOutput, DType.Int64, [rank]).Values<long>());
    }
}
