using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Random;

/// <summary>
/// Fills tensors from Philox' stream as TensorFlow's distributions do (tensorflow/core/lib/random/random_distributions.h,
/// tensorflow/core/kernels/random_op_cpu.h): the same bits for integers and uniform numbers, the same values up to the mathematical
/// library's rounding for normal ones.
/// </summary>
internal static class PhiloxFill
{
    /// <summary>How much of the stream is set aside for each result, used or not (random_op_cpu.h, kReservedSamplesPerOutput).</summary>
    public const int ReservedPerOutput = 256;

    private const float TruncateAt = 2;
    private const double Epsilon = 1.0e-7;

    /// <summary>Uniform numbers in [0, 1).</summary>
    public static void Uniform(HostTensor output, Philox random)
    {
        switch (output.DType)
        {
            case DType.Float32:
                Each(output.Values<float>(), random, (uint bits) => ToFloat(bits));
                break;
            case DType.Float16:
                Each(output.Values<Half>(), random, (uint bits) => (Half)((float)BitConverter.UInt16BitsToHalf((ushort)((15 << 10) | (bits & 0x3FF))) - 1));
                break;
            case DType.BFloat16:
                Each(output.Values<ushort>(), random, (uint bits) => NumericCast.ToBFloat16(NumericCast.FromBFloat16((ushort)((127 << 7) | (bits & 0x7F))) - 1));
                break;
            default:
                Pairs(output.Values<double>(), random, ToDouble);
                break;
        }
    }

    /// <summary>Integers of a whole type.</summary>
    public static void FullIntegers(HostTensor output, Philox random)
    {
        if (output.DType is DType.Int32 or DType.UInt32)
        {
            Each(output.Values<uint>(), random, (uint bits) => bits);
        }
        else
        {
            Pairs(output.Values<ulong>(), random, (low, high) => low | ((ulong)high << 32));
        }
    }

    /// <summary>Integers from <paramref name="low"/> up to, not including, <paramref name="high"/>.</summary>
    public static void Integers(HostTensor output, Philox random, long low, long high)
    {
        KernelContext.Require(low < high, $"Need minval < maxval, got {low} >= {high}");
        if (output.DType == DType.Int32)
        {
            uint range = unchecked((uint)high - (uint)low);
            Each(output.Values<int>(), random, bits => unchecked((int)low + (int)(bits % range)));
        }
        else
        {
            ulong range = unchecked((ulong)high - (ulong)low);
            Pairs(output.Values<long>(), random, (a, b) => unchecked(low + (long)((a | ((ulong)b << 32)) % range)));
        }
    }

    /// <summary>Standard normal numbers, by Box and Muller's method.</summary>
    public static void Normal(HostTensor output, Philox random)
    {
        double[] values = new double[output.Count];
        bool wide = output.DType == DType.Float64;
        for (int i = 0; i < values.Length;)
        {
            (uint a, uint b, uint c, uint d) = random.Next();
            if (wide)
            {
                Put(values, ref i, BoxMuller(a, b, c, d));
            }
            else
            {
                Put(values, ref i, BoxMuller(a, b));
                Put(values, ref i, BoxMuller(c, d));
            }
        }

        Mathematics.Numbers.Write(output, values);
    }

    /// <summary>Standard normal numbers of which those at two deviations and beyond are drawn again.</summary>
    public static void TruncatedNormal(HostTensor output, Philox random)
    {
        bool wide = output.DType == DType.Float64;
        int group = wide ? 2 : 4;
        double[] values = new double[output.Count];
        for (int start = 0; start < values.Length; start += group)
        {
            Philox own = random;
            own.Skip((ulong)(start / group) * (ulong)(group * ReservedPerOutput / 4));
            Truncated(values.AsSpan(start, Math.Min(group, values.Length - start)), own, wide);
        }

        Mathematics.Numbers.Write(output, values);
    }

    private static void Truncated(Span<double> values, Philox random, bool wide)
    {
        for (int i = 0; i < values.Length;)
        {
            (uint a, uint b, uint c, uint d) = random.Next();
            ReadOnlySpan<(double Sine, double Cosine)> drawn = wide ? [BoxMuller(a, b, c, d)] : [BoxMuller(a, b), BoxMuller(c, d)];
            foreach ((double sine, double cosine) in drawn)
            {
                foreach (double value in (ReadOnlySpan<double>)[sine, cosine])
                {
                    if (Math.Abs(value) < TruncateAt && i < values.Length)
                    {
                        values[i++] = value;
                    }
                }
            }
        }
    }

    private static void Put(double[] values, ref int at, (double Sine, double Cosine) pair)
    {
        if (at < values.Length)
        {
            values[at++] = pair.Sine;
        }

        if (at < values.Length)
        {
            values[at++] = pair.Cosine;
        }
    }

    private static (double Sine, double Cosine) BoxMuller(uint a, uint b)
    {
        float u = Math.Max(ToFloat(a), (float)Epsilon);
        float angle = (float)(2 * Math.PI) * ToFloat(b);
        float radius = MathF.Sqrt(-2 * MathF.Log(u));
        return (MathF.Sin(angle) * radius, MathF.Cos(angle) * radius);
    }

    /// <summary>Two standard normal numbers in double precision.</summary>
    public static (double Sine, double Cosine) BoxMuller(uint a, uint b, uint c, uint d)
    {
        double u = Math.Max(ToDouble(a, b), Epsilon), angle = 2 * Math.PI * ToDouble(c, d), radius = Math.Sqrt(-2 * Math.Log(u));
        return (Math.Sin(angle) * radius, Math.Cos(angle) * radius);
    }

    /// <summary>The lower 23 bits as the fraction of a number in [1, 2), less 1.</summary>
    private static float ToFloat(uint bits) => BitConverter.UInt32BitsToSingle((127u << 23) | (bits & 0x7FFFFF)) - 1;

    /// <summary>The lower 20 bits and 32 more as the fraction of a number in [1, 2), less 1.</summary>
    public static double ToDouble(uint high, uint low) => BitConverter.UInt64BitsToDouble((1023UL << 52) | ((ulong)(high & 0xFFFFF) << 32) | low) - 1;

    private static void Each<T>(Span<T> output, Philox random, Func<uint, T> make)
    {
        for (int i = 0; i < output.Length; i += 4)
        {
            (uint a, uint b, uint c, uint d) = random.Next();
            ReadOnlySpan<uint> bits = [a, b, c, d];
            for (int k = 0; k < Math.Min(4, output.Length - i); k++)
            {
                output[i + k] = make(bits[k]);
            }
        }
    }

    private static void Pairs<T>(Span<T> output, Philox random, Func<uint, uint, T> make)
    {
        for (int i = 0; i < output.Length; i += 2)
        {
            (uint a, uint b, uint c, uint d) = random.Next();
            output[i] = make(a, b);
            if (i + 1 < output.Length)
            {
                output[i + 1] = make(c, d);
            }
        }
    }
}
