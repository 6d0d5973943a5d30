using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Sparse;

/// <summary>Arithmetic on sparse tensors (tensorflow/core/ops/sparse_ops.cc).</summary>
internal static class SparseMathKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("SparseTensorDenseMatMul", context => ForType(context, 1, new MatMul()));
        table.Add("SparseReduceSum", context => ForType(context, 1, new Reduce(Maximum: false)));
        table.Add("SparseReduceMax", context => ForType(context, 1, new Reduce(Maximum: true)));
        table.Add("SparseDenseCwiseMul", context => ForType(context, 1, new DenseCwise('*')));
        table.Add("SparseDenseCwiseDiv", context => ForType(context, 1, new DenseCwise('/')));
        table.Add("SparseDenseCwiseAdd", context => ForType(context, 1, new DenseCwise('+')));
        table.Add("SparseTensorDenseAdd", context => ForType(context, 1, new AddToDense()));
        table.Add("SparseSoftmax", context => ForType(context, 1, new Softmax()));
    }

    private interface IGeneric
    {
        void Run<T>(KernelContext context)
            where T : unmanaged, INumber<T>;
    }

    private static void ForType<TOp>(KernelContext context, int input, TOp op)
        where TOp : IGeneric
    {
        switch (context.Input(input).DType)
        {
            case DType.Float32: op.Run<float>(context); break;
            case DType.Float64: op.Run<double>(context); break;
            case DType.Float16: op.Run<Half>(context); break;
            case DType.Int8: op.Run<sbyte>(context); break;
            case DType.Int16: op.Run<short>(context); break;
            case DType.Int32: op.Run<int>(context); break;
            case DType.Int64: op.Run<long>(context); break;
            case DType.UInt8: op.Run<byte>(context); break;
            case DType.UInt16: op.Run<ushort>(context); break;
            case DType.UInt32: op.Run<uint>(context); break;
            case DType.UInt64: op.Run<ulong>(context); break;
            default: throw KernelContext.Refuse($"{context.Input(input)} has no arithmetic here");
        }
    }

    private sealed record MatMul : IGeneric
    {
        public void Run<T>(KernelContext context)
            where T : unmanaged, INumber<T>
        {
            bool adjointA = context.Attributes.Bool("adjoint_a", false), adjointB = context.Attributes.Bool("adjoint_b", false);
            long[] indices = context.Integers(0), shape = context.Integers(2);
            HostTensor b = context.Input(3);
            int rows = checked((int)(adjointA ? shape[1] : shape[0])), inner = checked((int)(adjointA ? shape[0] : shape[1]));
            int columns = (int)(adjointB ? b.Shape[0] : b.Shape[1]), width = (int)b.Shape[1];
            KernelContext.Require((int)(adjointB ? b.Shape[1] : b.Shape[0]) == inner, $"cannot multiply a [{string.Join(',', shape)}] by {b}: inner dimensions differ");
            Span<T> output = context.Allocate(0, b.DType, [rows, columns]).Values<T>();
            ReadOnlySpan<T> values = context.Input(1).Values<T>(), dense = b.Values<T>();
            output.Clear();
            for (int i = 0; i < values.Length; i++)
            {
                long m = indices[(2 * i) + (adjointA ? 1 : 0)], k = indices[(2 * i) + (adjointA ? 0 : 1)];
                KernelContext.Require(m >= 0 && m < rows && k >= 0 && k < inner, $"indices[{i}] lies outside of the shape [{string.Join(',', shape)}]");
                for (int n = 0; n < columns; n++)
                {
                    output[((int)m * columns) + n] += values[i] * dense[adjointB ? (n * width) + (int)k : ((int)k * width) + n];
                }
            }
        }
    }

    private sealed record Reduce(bool Maximum) : IGeneric
    {
        public void Run<T>(KernelContext context)
            where T : unmanaged, INumber<T>
        {
            long[] shape = context.Integers(2);
            int rank = shape.Length;
            var axes = context.Integers(3).Select(a => KernelShapes.Axis(a, rank)).ToHashSet();
            bool keep = context.Attributes.Bool("keep_dims", false);
            var kept = new nint[rank];
            var result = new List<nint>();
            for (int d = 0; d < rank; d++)
            {
                kept[d] = axes.Contains(d) ? 1 : (nint)shape[d];
                if (keep || !axes.Contains(d))
                {
                    result.Add(kept[d]);
                }
            }

            int[] strides = KernelShapes.Strides(kept);
            Span<T> output = context.Allocate(0, context.Input(1).DType, [.. result]).Values<T>();
            output.Clear();
            var seen = new bool[output.Length];
            ReadOnlySpan<T> values = context.Input(1).Values<T>();
            long[] indices = context.Integers(0);
            for (int i = 0; i < values.Length; i++)
            {
                int at = 0;
                for (int d = 0; d < rank; d++)
                {
                    at += axes.Contains(d) ? 0 : (int)indices[(i * rank) + d] * strides[d];
                }

                output[at] = Maximum ? seen[at] ? T.Max(output[at], values[i]) : values[i] : output[at] + values[i];
                seen[at] = true;
            }
        }
    }

    private sealed record DenseCwise(char Operation) : IGeneric
    {
        public void Run<T>(KernelContext context)
            where T : unmanaged, INumber<T>
        {
            nint[] shape = KernelShapes.ToShape(context.Integers(2));
            int[] strides = KernelShapes.Strides(shape), from = KernelShapes.BroadcastIndices(context.Input(3).Shape, shape);
            ReadOnlySpan<T> values = context.Input(1).Values<T>(), dense = context.Input(3).Values<T>();
            Span<T> output = context.Allocate(0, context.Input(1).DType, [values.Length]).Values<T>();
            for (int i = 0; i < output.Length; i++)
            {
                T other = dense[from[SparseKernels.Position(context.Input(0), i, shape.Length, shape, strides)]];
                output[i] = Operation switch { '*' => values[i] * other, '/' => values[i] / other, _ => values[i] + other };
            }
        }
    }

    private sealed record AddToDense : IGeneric
    {
        public void Run<T>(KernelContext context)
            where T : unmanaged, INumber<T>
        {
            HostTensor dense = context.Input(3);
            int[] strides = KernelShapes.Strides(dense.Shape);
            HostTensor output = context.Allocate(0, dense.DType, dense.Shape);
            HostTensor.Copy(dense, 0, output, 0, dense.Count);
            ReadOnlySpan<T> values = context.Input(1).Values<T>();
            for (int i = 0; i < values.Length; i++)
            {
                output.Values<T>()[SparseKernels.Position(context.Input(0), i, dense.Rank, dense.Shape, strides)] += values[i];
            }
        }
    }

    /// <summary>Softmax over the values that share all positions but the last.</summary>
    private sealed record Softmax : IGeneric
    {
        public void Run<T>(KernelContext context)
            where T : unmanaged, INumber<T>
        {
            long[] indices = context.Integers(0);
            int rank = context.Input(2).Count;
            ReadOnlySpan<T> values = context.Input(1).Values<T>();
            Span<T> output = context.Allocate(0, context.Input(1).DType, [values.Length]).Values<T>();
            for (int start = 0, end; start < values.Length; start = end)
            {
                end = start + 1;
                while (end < values.Length && indices.AsSpan(end * rank, rank - 1).SequenceEqual(indices.AsSpan(start * rank, rank - 1)))
                {
                    end++;
                }

                double most = double.NegativeInfinity, sum = 0;
                for (int i = start; i < end; i++)
                {
                    most = Math.Max(most, double.CreateChecked(values[i]));
                }

                for (int i = start; i < end; i++)
                {
                    sum += Math.Exp(double.CreateChecked(values[i]) - most);
                }

                for (int i = start; i < end; i++)
                {
                    output[i] = T.CreateChecked(Math.Exp(double.CreateChecked(values[i]) - most) / sum);
                }
            }
        }
    }
}
