namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>
/// Conversions between numbers as TensorFlow's CPU kernels make them on x86-64: C++ casts, whose results out of range are those of the
/// processor's instructions (cvttsd2si gives the smallest integer) and not .NET's saturated ones.
/// </summary>
internal static class NumericCast
{
    // 2^31, 2^63: the first values that do not fit.
    private const double Int32Limit = 2147483648.0;
    private const double Int64Limit = 9223372036854775808.0;

    /// <summary>The value of a bfloat16.</summary>
    /// <param name="bits">Its bits.</param>
    public static float FromBFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    /// <summary>The bits of the bfloat16 next to a float; ties go to even, NaN stays NaN.</summary>
    /// <param name="value">The value.</param>
    public static ushort ToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
        {
            return 0x7FC0;
        }

        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>A float as a 32-bit integer, rounded towards zero.</summary>
    /// <param name="value">The value.</param>
    public static int ToInt32(double value) => Math.Truncate(value) is >= -Int32Limit and < Int32Limit ? (int)value : int.MinValue;

    /// <summary>A float as a 64-bit integer, rounded towards zero.</summary>
    /// <param name="value">The value.</param>
    public static long ToInt64(double value) => value is >= -Int64Limit and < Int64Limit ? (long)value : long.MinValue;

    /// <summary>A float as a 64-bit unsigned integer, rounded towards zero; negative values wrap.</summary>
    /// <param name="value">The value.</param>
    public static ulong ToUInt64(double value) =>
        value >= Int64Limit ? unchecked((ulong)ToInt64(value - Int64Limit)) ^ (1UL << 63) : unchecked((ulong)ToInt64(value));
}
