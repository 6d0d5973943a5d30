using System.Numerics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>
/// The numbers from a start to before a limit in steps (tensorflow/core/kernels/sequence_ops.cc). There are ceil(|(limit - start) / delta|) of them.
/// </summary>
/// <param name="context">The node.</param>
internal readonly struct NumberRange(KernelContext context) : IRealComputation
{
    /// <inheritdoc/>
    public void Run<T>()
        where T : unmanaged, INumber<T>
    {
        T start = Scalar<T>(0), limit = Scalar<T>(1), delta = Scalar<T>(2);
        KernelContext.Require(delta != T.Zero, "Requires delta != 0");
        KernelContext.Require(delta > T.Zero ? start <= limit : start >= limit, $"Requires start {(delta > T.Zero ? "<=" : ">=")} limit");
        double span = Math.Abs((double.CreateChecked(limit) - double.CreateChecked(start)) / double.CreateChecked(delta));
        Span<T> values = context.Allocate(0, context.Input(0).DType, [checked((nint)Math.Ceiling(span))]).Values<T>();
        T value = start;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = value;
            value += delta;
        }
    }

    private T Scalar<T>(int index)
        where T : unmanaged
    {
        HostTensor input = context.Input(index);
        KernelContext.Require(input.Count == 1 && input.DType == context.Input(0).DType, $"start, limit and delta must be scalars of one type, got {input}");
        return input.Values<T>()[0];
    }
}
