using System.Numerics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Sparse;

/// <summary>Arithmetic on sparse tensors (tensorflow/core/ops/sparse_ops.cc).</summary>
internal static class SparseMathKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("SparseTensorDenseMatMul", context => RealTypes.Run(context, context.Input(1).DType, new MatMul(context)));
        table.Add("SparseReduceSum", context => RealTypes.Run(context, context.Input(1).DType, new Reduce(context, maximum: false)));
        table.Add("SparseReduceMax", context => RealTypes.Run(context, context.Input(1).DType, new Reduce(context, maximum: true)));
        table.Add("SparseDenseCwiseMul", context => RealTypes.Run(context, context.Input(1).DType, new DenseCwise(context, '*')));
        table.Add("SparseDenseCwiseDiv", context => RealTypes.Run(context, context.Input(1).DType, new DenseCwise(context, '/')));
        table.Add("SparseDenseCwiseAdd", context => RealTypes.Run(context, context.Input(1).DType, new DenseCwise(context, '+')));
        table.Add("SparseTensorDenseAdd", context => RealTypes.Run(context, context.Input(1).DType, new AddToDense(context)));
        table.Add("SparseSoftmax", context => RealTypes.Run(context, context.Input(1).DType, new Softmax(context)));
    }

    private readonly struct MatMul(KernelContext context) : IRealComputation
    {
        public void Run<T>()
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

    private readonly struct Reduce(KernelContext context, bool maximum) : IRealComputation
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            nint[] shape = KernelShapes.ToShape(context.Integers(2));
            int rank = shape.Length;
            var reduced = ReducedShape.Of(context, shape, axes: 3);
            int[] strides = KernelShapes.Strides(reduced.Kept);
            Span<T> output = context.Allocate(0, context.Input(1).DType, reduced.Result).Values<T>();
            output.Clear();
            var seen = new bool[output.Length];
            ReadOnlySpan<T> values = context.Input(1).Values<T>();
            long[] indices = context.Integers(0);
            for (int i = 0; i < values.Length; i++)
            {
                int at = 0;
                for (int d = 0; d < rank; d++)
                {
                    long index = indices[(i * rank) + d];
                    KernelContext.Require(index >= 0 && index < shape[d], $"indices[{i}] lies outside of the shape [{string.Join(',', shape)}]");
                    at += reduced.IsReduced[d] ? 0 : (int)index * strides[d];
                }

                output[at] = maximum ? seen[at] ? T.Max(output[at], values[i]) : values[i] : output[at] + values[i];
                seen[at] = true;
            }
        }
    }

    private readonly struct DenseCwise(KernelContext context, char operation) : IRealComputation
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            nint[] shape = KernelShapes.ToShape(context.Integers(2));
            int[] strides = KernelShapes.Strides(shape), from = KernelShapes.BroadcastIndices(context.Input(3).Shape, shape);
            ReadOnlySpan<T> values = context.Input(1).Values<T>(), dense = context.Input(3).Values<T>();
            Span<T> output = context.Allocate(0, context.Input(1).DType, [values.Length]).Values<T>();
            for (int i = 0; i < output.Length; i++)
            {
                T other = dense[from[SparseKernels.Position(context.Input(0), i, shape.Length, shape, strides)]];
                KernelContext.Require(operation != '/' || other != T.Zero || Mathematics.Numbers.IsFloat(context.Input(1).DType), "Integer division by zero");
                output[i] = operation switch { '*' => values[i] * other, '/' => values[i] / other, _ => values[i] + other };
            }
        }
    }

    private readonly struct AddToDense(KernelContext context) : IRealComputation
    {
        public void Run<T>()
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
    private readonly struct Softmax(KernelContext context) : IRealComputation
    {
        public void Run<T>()
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
