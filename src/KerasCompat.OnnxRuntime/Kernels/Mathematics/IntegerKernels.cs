using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>
/// Arithmetic of int32 and int64 as it stands between kernels: how many rows there are, what the largest index is, where rows end
/// (tensorflow/core/ops/math_ops.cc). It wraps around, as TensorFlow's does.
/// </summary>
internal static class IntegerKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        Add("AddV2", context => Combine<int>(context, (a, b) => a + b), context => Combine<long>(context, (a, b) => a + b));
        Add("Add", context => Combine<int>(context, (a, b) => a + b), context => Combine<long>(context, (a, b) => a + b));
        Add("Sub", context => Combine<int>(context, (a, b) => a - b), context => Combine<long>(context, (a, b) => a - b));
        Add("Mul", context => Combine<int>(context, (a, b) => a * b), context => Combine<long>(context, (a, b) => a * b));
        Add("Maximum", context => Combine<int>(context, Math.Max), context => Combine<long>(context, Math.Max));
        Add("Minimum", context => Combine<int>(context, Math.Min), context => Combine<long>(context, Math.Min));
        Add("Greater", context => Compare<int>(context, (a, b) => a > b), context => Compare<long>(context, (a, b) => a > b));
        Add("GreaterEqual", context => Compare<int>(context, (a, b) => a >= b), context => Compare<long>(context, (a, b) => a >= b));
        Add("Less", context => Compare<int>(context, (a, b) => a < b), context => Compare<long>(context, (a, b) => a < b));
        Add("LessEqual", context => Compare<int>(context, (a, b) => a <= b), context => Compare<long>(context, (a, b) => a <= b));
        Add("Cumsum", Accumulate<int>, Accumulate<long>);

        void Add(string op, TfKernel ofInt32, TfKernel ofInt64)
        {
            table.Add(op, ofInt32, node => node.Attributes.Type("T") == DType.Int32);
            table.Add(op, ofInt64, node => node.Attributes.Type("T") == DType.Int64);
        }
    }

    private static void Combine<T>(KernelContext context, Func<T, T, T> combine)
        where T : unmanaged => Zip(context, context.Input(0).DType, combine);

    private static void Compare<T>(KernelContext context, Func<T, T, bool> compare)
        where T : unmanaged => Zip(context, DType.Bool, compare);

    private static void Zip<T, TResult>(KernelContext context, DType result, Func<T, T, TResult> combine)
        where T : unmanaged
        where TResult : unmanaged
    {
        HostTensor left = context.Input(0), right = context.Input(1);
        nint[] shape = KernelShapes.Broadcast(left.Shape, right.Shape);
        ReadOnlySpan<T> lefts = left.Values<T>(), rights = right.Values<T>();
        Span<TResult> output = context.Allocate(0, result, shape).Values<TResult>();
        if (KernelShapes.Step(left, shape) is { } leftStep && KernelShapes.Step(right, shape) is { } rightStep)
        {
            for (int i = 0; i < output.Length; i++)
            {
                output[i] = combine(lefts[i * leftStep], rights[i * rightStep]);
            }

            return;
        }

        int[] fromLeft = KernelShapes.BroadcastIndices(left.Shape, shape), fromRight = KernelShapes.BroadcastIndices(right.Shape, shape);
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = combine(lefts[fromLeft[i]], rights[fromRight[i]]);
        }
    }

    /// <summary>Running sums. Inputs: the numbers, and the axis along which they are added.</summary>
    private static void Accumulate<T>(KernelContext context)
        where T : unmanaged, IBinaryInteger<T>
    {
        HostTensor input = context.Input(0);
        int axis = KernelShapes.Axis(context.Integer(1), input.Rank);
        bool exclusive = context.Attributes.Bool("exclusive", false), reverse = context.Attributes.Bool("reverse", false);
        int length = (int)input.Shape[axis], inner = KernelShapes.Count(input.Shape[(axis + 1)..]);
        ReadOnlySpan<T> values = input.Values<T>();
        Span<T> output = context.Allocate(0, input.DType, input.Shape).Values<T>();
        for (int block = 0; block < values.Length; block += length * inner)
        {
            for (int i = 0; i < inner; i++)
            {
                T sum = T.Zero;
                for (int k = 0; k < length; k++)
                {
                    int at = block + ((reverse ? length - 1 - k : k) * inner) + i;
                    T before = sum;
                    sum += values[at];
                    output[at] = exclusive ? before : sum;
                }
            }
        }
    }
}
