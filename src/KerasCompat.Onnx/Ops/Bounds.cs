using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>The least and the greatest value of an element type: infinite for floats in reductions, as TensorFlow starts them.</summary>
internal static class Bounds
{
    /// <summary>What a maximum starts from.</summary>
    public static double Infimum(DType type) => type.IsFloat() ? double.NegativeInfinity : Lowest(type);

    /// <summary>What a minimum starts from.</summary>
    public static double Supremum(DType type) => type.IsFloat() ? double.PositiveInfinity : Highest(type);

    /// <summary>The least finite value (C++'s numeric_limits::lowest).</summary>
    public static double Lowest(DType type) => type.IsFloat() ? -Highest(type) : type switch
    {
        DType.Int8 => sbyte.MinValue,
        DType.Int16 => short.MinValue,
        DType.Int32 => int.MinValue,
        DType.Int64 => long.MinValue,
        _ => 0,
    };

    /// <summary>The greatest finite value (C++'s numeric_limits::max).</summary>
    public static double Highest(DType type) => type switch
    {
        DType.Float64 => double.MaxValue,
        DType.Float32 => float.MaxValue,
        DType.Float16 => (double)Half.MaxValue,
        DType.BFloat16 => BitConverter.Int32BitsToSingle(0x7F7F << 16),
        DType.Int8 => sbyte.MaxValue,
        DType.UInt8 => byte.MaxValue,
        DType.Int16 => short.MaxValue,
        DType.UInt16 => ushort.MaxValue,
        DType.Int32 => int.MaxValue,
        DType.UInt32 => uint.MaxValue,
        DType.UInt64 => ulong.MaxValue,
        _ => long.MaxValue,
    };
}
