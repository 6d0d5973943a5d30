using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>Sums, products, largest and smallest of int32 and int64 along axes (tensorflow/core/kernels/reduction_ops_common.h).</summary>
internal static class IntegerReductionKernels
{
    /// <summary>Two numbers become one; compiled into the loop that calls it.</summary>
    private interface IReduction
    {
        static abstract T Start<T>()
            where T : IBinaryInteger<T>, IMinMaxValue<T>;

        static abstract T Combine<T>(T left, T right)
            where T : IBinaryInteger<T>, IMinMaxValue<T>;
    }

    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        Add<Sum>("Sum");
        Add<Product>("Prod");
        Add<Largest>("Max");
        Add<Smallest>("Min");

        void Add<TReduction>(string op)
            where TReduction : struct, IReduction
        {
            table.Add(op, Reduce<int, TReduction>, node => node.Attributes.Type("T") == DType.Int32);
            table.Add(op, Reduce<long, TReduction>, node => node.Attributes.Type("T") == DType.Int64);
        }
    }

    /// <summary>Inputs: the numbers, and the axes along which they are reduced.</summary>
    private static void Reduce<T, TReduction>(KernelContext context)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TReduction : struct, IReduction
    {
        HostTensor input = context.Input(0);
        var shape = ReducedShape.Of(context, input.Shape, axes: 1);
        ReadOnlySpan<T> values = input.Values<T>();
        Span<T> output = context.Allocate(0, input.DType, shape.Result).Values<T>();
        if (output.Length == 1)
        {
            output[0] = ReduceAll<T, TReduction>(values);
            return;
        }

        output.Fill(TReduction.Start<T>());
        int[] places = KernelShapes.BroadcastIndices(shape.Kept, input.Shape);
        for (int i = 0; i < places.Length; i++)
        {
            ref T place = ref output[places[i]];
            place = TReduction.Combine(place, values[i]);
        }
    }

    private static T ReduceAll<T, TReduction>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TReduction : struct, IReduction
    {
        T all = TReduction.Start<T>();
        foreach (T value in values)
        {
            all = TReduction.Combine(all, value);
        }

        return all;
    }

    private readonly struct Sum : IReduction
    {
        public static T Start<T>()
            where T : IBinaryInteger<T>, IMinMaxValue<T> => T.Zero;

        public static T Combine<T>(T left, T right)
            where T : IBinaryInteger<T>, IMinMaxValue<T> => left + right;
    }

    private readonly struct Product : IReduction
    {
        public static T Start<T>()
            where T : IBinaryInteger<T>, IMinMaxValue<T> => T.One;

        public static T Combine<T>(T left, T right)
            where T : IBinaryInteger<T>, IMinMaxValue<T> => left * right;
    }

    private readonly struct Largest : IReduction
    {
        public static T Start<T>()
            where T : IBinaryInteger<T>, IMinMaxValue<T> => T.MinValue;

        public static T Combine<T>(T left, T right)
            where T : IBinaryInteger<T>, IMinMaxValue<T> => T.Max(left, right);
    }

    private readonly struct Smallest : IReduction
    {
        public static T Start<T>()
            where T : IBinaryInteger<T>, IMinMaxValue<T> => T.MaxValue;

        public static T Combine<T>(T left, T right)
            where T : IBinaryInteger<T>, IMinMaxValue<T> => T.Min(left, right);
    }
}
