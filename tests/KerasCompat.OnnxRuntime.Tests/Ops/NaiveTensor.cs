using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.OnnxRuntime.Tests.Ops;

/// <summary>A tensor to compute with by hand: every element a double, in row-major order, wrapped around as its type does.</summary>
internal sealed class NaiveTensor(DType dtype, long[] shape, double[] values)
{
    public DType DType { get; } = dtype;

    public long[] Shape { get; } = shape;

    public double[] Values { get; } = values;

    public double this[params ReadOnlySpan<long> position]
    {
        get
        {
            long index = 0;
            for (int i = 0; i < Shape.Length; i++)
            {
                index = (index * Shape[i]) + position[i];
            }

            return Values[index];
        }
    }

    public static NaiveTensor Vector(DType dtype, params double[] values) => new(dtype, [values.Length], values);

    public static NaiveTensor Integers(params long[] values) => new(DType.Int32, [values.Length], Array.ConvertAll(values, v => (double)v));

    public static NaiveTensor Scalar(DType dtype, double value) => new(dtype, [], [value]);

    /// <summary>The tensor whose element at each position a function says.</summary>
    public static NaiveTensor Build(DType dtype, long[] shape, Func<long[], double> element) =>
        new(dtype, shape, [.. Positions(shape).Select(p => Wrap(dtype, element(p)))]);

    /// <summary>1, 2, 3 ...</summary>
    public static NaiveTensor Counting(DType dtype, params long[] shape)
    {
        double next = 1;
        return Build(dtype, shape, _ => next++);
    }

    /// <summary>Numbers between two others; whole ones for types that have no others.</summary>
    public static NaiveTensor Random(DType dtype, int seed, long[] shape, double from = -4, double to = 4)
    {
        var random = new Random(seed);
        return Build(dtype, shape, _ => from + ((to - from) * random.NextDouble()) is var x && IsFloat(dtype) ? x : Math.Round(x));
    }

    public static IEnumerable<long[]> Positions(long[] shape)
    {
        long count = shape.Aggregate(1L, (product, size) => product * size);
        for (long index = 0; index < count; index++)
        {
            var position = new long[shape.Length];
            long rest = index;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                position[axis] = rest % shape[axis];
                rest /= shape[axis];
            }

            yield return position;
        }
    }

    public static bool IsFloat(DType dtype) => dtype is DType.Float16 or DType.BFloat16 or DType.Float32 or DType.Float64;

    public NaiveTensor Reshape(params long[] shape) => new(DType, shape, Values);

    public NaiveTensor Map(DType dtype, Func<double, double> function) => new(dtype, Shape, Array.ConvertAll(Values, v => Wrap(dtype, function(v))));

    /// <summary>The reduction of the elements along axes.</summary>
    public NaiveTensor Reduce(long[] axes, bool keepDims, DType dtype, Func<double[], double> reduction)
    {
        HashSet<int> reduced = [.. axes.Select(a => (int)(a < 0 ? a + Shape.Length : a))];
        long[] kept = [.. Shape.Select((size, axis) => reduced.Contains(axis) ? 1 : size)];
        NaiveTensor result = Build(dtype, kept, at => reduction([.. Positions(Shape).Where(p => !p.Where((x, axis) => !reduced.Contains(axis) && x != at[axis]).Any()).Select(p => this[p])]));
        return keepDims ? result : result.Reshape([.. Shape.Where((_, axis) => !reduced.Contains(axis))]);
    }

    public ConstantTensor ToConstant() => new(DType, Shape, Bytes());

    public ModelTensor ToModelTensor() => ModelTensor.FromBytes(DType, Array.ConvertAll(Shape, size => (nint)size), Bytes());

    public static NaiveTensor From(ModelTensor tensor)
    {
        byte[] bytes = tensor.Bytes.ToArray();
        int size = tensor.DType.Size();
        return new(tensor.DType, [.. tensor.Shape.ToArray().Select(d => (long)d)], [.. Enumerable.Range(0, tensor.Count).Select(i => Read(tensor.DType, bytes.AsSpan(i * size, size)))]);
    }

    private static double Wrap(DType dtype, double value) => dtype switch
    {
        DType.Float32 => (float)value,
        DType.Float16 => (double)(Half)value,
        DType.Int8 => unchecked((sbyte)(long)value),
        DType.UInt8 => unchecked((byte)(long)value),
        DType.Int16 => unchecked((short)(long)value),
        DType.UInt16 => unchecked((ushort)(long)value),
        DType.Int32 => unchecked((int)(long)value),
        DType.UInt32 => unchecked((uint)(long)value),
        DType.Bool => value != 0 ? 1 : 0,
        _ => value,
    };

    private static double Read(DType dtype, ReadOnlySpan<byte> bytes) => dtype switch
    {
        DType.Float32 => BitConverter.ToSingle(bytes),
        DType.Float64 => BitConverter.ToDouble(bytes),
        DType.Float16 => (double)BitConverter.ToHalf(bytes),
        DType.BFloat16 => BitConverter.UInt32BitsToSingle((uint)BitConverter.ToUInt16(bytes) << 16),
        DType.Int8 => (sbyte)bytes[0],
        DType.UInt8 or DType.Bool => bytes[0],
        DType.Int16 => BitConverter.ToInt16(bytes),
        DType.UInt16 => BitConverter.ToUInt16(bytes),
        DType.Int32 => BitConverter.ToInt32(bytes),
        DType.UInt32 => BitConverter.ToUInt32(bytes),
        DType.Int64 => BitConverter.ToInt64(bytes),
        DType.UInt64 => BitConverter.ToUInt64(bytes),
        _ => throw new ArgumentException($"{dtype.Name()} is no number."),
    };

    private byte[] Bytes() => [.. Values.SelectMany(v => DType switch
    {
        DType.Float32 => BitConverter.GetBytes((float)v),
        DType.Float64 => BitConverter.GetBytes(v),
        DType.Float16 => BitConverter.GetBytes((Half)v),
        DType.BFloat16 => BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits((float)v) >> 16)),
        DType.Int8 => [unchecked((byte)(sbyte)v)],
        DType.UInt8 or DType.Bool => [(byte)v],
        DType.Int16 => BitConverter.GetBytes((short)v),
        DType.UInt16 => BitConverter.GetBytes((ushort)v),
        DType.Int32 => BitConverter.GetBytes((int)v),
        DType.UInt32 => BitConverter.GetBytes((uint)v),
        DType.Int64 => BitConverter.GetBytes((long)v),
        DType.UInt64 => BitConverter.GetBytes((ulong)v),
        _ => throw new ArgumentException($"{DType.Name()} is no number."),
    })];
}
