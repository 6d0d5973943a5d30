using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>The numbers that a quantized type has, and how ranges of floats are laid over them.</summary>
/// <param name="Type">The type.</param>
/// <param name="Lowest">Its lowest number.</param>
/// <param name="Highest">Its highest number.</param>
internal readonly record struct QuantizedRange(DType Type, long Lowest, long Highest)
{
    private float HalfRange => Lowest < 0 ? ((float)Highest - Lowest + 1) / 2 : 0;

    /// <exception cref="KernelException">It is no quantized type.</exception>
    public static QuantizedRange Of(DType type) => type switch
    {
        DType.QInt8 or DType.Int8 => new(type, sbyte.MinValue, sbyte.MaxValue),
        DType.QUInt8 or DType.UInt8 => new(type, byte.MinValue, byte.MaxValue),
        DType.QInt16 or DType.Int16 => new(type, short.MinValue, short.MaxValue),
        DType.QUInt16 or DType.UInt16 => new(type, ushort.MinValue, ushort.MaxValue),
        DType.QInt32 or DType.Int32 => new(type, int.MinValue, int.MaxValue),
        _ => throw KernelContext.Refuse($"{type.Name()} is no quantized type"),
    };

    /// <summary>The range that is as far below as above zero, so that zero is a number of the type.</summary>
    public (float Low, float High) Scaled(float low, float high, bool narrow)
    {
        float scale = Scale(low, high, narrow);
        return ((Lowest + (narrow ? 1 : 0)) * scale, Highest * scale);
    }

    /// <summary>What one step of the type is worth when zero stays zero.</summary>
    public float Scale(float low, float high, bool narrow) =>
        Lowest == 0 ? high / Highest : Math.Max(low / (Lowest + (narrow ? 1 : 0)), high / Highest);

    public long ToScaled(float value, float low, float high, bool toEven)
    {
        float steps = Highest / high;
        return Round(Math.Max(Math.Min(value, high), low) * steps, toEven);
    }

    public long ToCombined(float value, float low, float high)
    {
        float steps = (Math.Max(Math.Min(value, high), low) - low) * (((float)Highest - Lowest) / (high - low));
        return Lowest < 0 ? Round(steps - HalfRange, toEven: false) : (long)(steps + 0.5f);
    }

    public double FromCombined(long value, float low, float high) => ((value + HalfRange) * ((high - low) / ((float)Highest - Lowest))) + low;

    /// <summary>The lowest number of the range is a whole number of steps from zero.</summary>
    public long FromFirst(float value, float low, float high)
    {
        if (high == low)
        {
            return 0;
        }

        double steps = Math.Pow(2, Type.Size() * 8), scale = steps / ((high - low) * (steps / (steps - 1)));
        return Math.Clamp((long)Math.Round(value * scale, MidpointRounding.AwayFromZero) - (long)Math.Round(low * scale, MidpointRounding.AwayFromZero) + Lowest, Lowest, Highest);
    }

    public double ToFirst(long value, float low, float high)
    {
        if (high == low)
        {
            return low;
        }

        double steps = Math.Pow(2, Type.Size() * 8), scale = (high - low) * (steps / (steps - 1)) / steps;
        return (Math.Round(low / scale, MidpointRounding.AwayFromZero) * scale) + ((value - Lowest) * scale);
    }

    public long Read(HostTensor tensor, int index) => tensor.DType.Size() switch
    {
        1 => Lowest < 0 ? tensor.Values<sbyte>()[index] : tensor.Values<byte>()[index],
        2 => Lowest < 0 ? tensor.Values<short>()[index] : tensor.Values<ushort>()[index],
        _ => tensor.Values<int>()[index],
    };

    public void Write(HostTensor tensor, int index, long value)
    {
        value = Math.Clamp(value, Lowest, Highest);
        switch (tensor.DType.Size())
        {
            case 1: tensor.Values<byte>()[index] = unchecked((byte)value); break;
            case 2: tensor.Values<ushort>()[index] = unchecked((ushort)value); break;
            default: tensor.Values<int>()[index] = (int)value; break;
        }
    }

    private static long Round(float value, bool toEven) => (long)MathF.Round(value, toEven ? MidpointRounding.ToEven : MidpointRounding.AwayFromZero);
}
