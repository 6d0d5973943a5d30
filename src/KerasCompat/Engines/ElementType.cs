using System.Numerics;
using System.Runtime.CompilerServices;
using KerasCompat.Contracts;

namespace KerasCompat.Engines;

/// <summary>The element types of tensors and the .NET types that hold their elements.</summary>
public static class ElementType
{
    /// <summary>
    /// The element type whose elements are of a .NET type: <see cref="float"/> is <see cref="DType.Float32"/>, <see cref="Half"/> is
    /// <see cref="DType.Float16"/>, <see cref="Complex"/> is <see cref="DType.Complex128"/>, and so on.
    /// </summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <returns><see cref="DType.Invalid"/> where no element type has that type as its own: for bfloat16 (its bits, a <see cref="ushort"/>), quantized and 8-bit float types the caller says which one is meant.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DType Of<T>()
    {
        if (typeof(T) == typeof(float)) return DType.Float32;
        if (typeof(T) == typeof(double)) return DType.Float64;
        if (typeof(T) == typeof(int)) return DType.Int32;
        if (typeof(T) == typeof(long)) return DType.Int64;
        if (typeof(T) == typeof(bool)) return DType.Bool;
        if (typeof(T) == typeof(byte)) return DType.UInt8;
        if (typeof(T) == typeof(sbyte)) return DType.Int8;
        if (typeof(T) == typeof(short)) return DType.Int16;
        if (typeof(T) == typeof(ushort)) return DType.UInt16;
        if (typeof(T) == typeof(uint)) return DType.UInt32;
        if (typeof(T) == typeof(ulong)) return DType.UInt64;
        if (typeof(T) == typeof(Half)) return DType.Float16;
        if (typeof(T) == typeof(Complex)) return DType.Complex128;
        if (typeof(T) == typeof(string) || typeof(T) == typeof(ReadOnlyMemory<byte>)) return DType.String;
        return DType.Invalid;
    }

    /// <summary>Refuses a .NET type that cannot hold the elements of an element type: another type, or one of another size.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="dtype">The element type.</param>
    /// <exception cref="ModelArgumentException">The type does not fit.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Require<T>(DType dtype)
        where T : unmanaged
    {
        if (Of<T>() != dtype)
        {
            RequireBits<T>(dtype);
        }
    }

    // Types without a .NET type of their own (bfloat16, quantized, complex64) travel as their bits in any type of their size.
    private static void RequireBits<T>(DType dtype)
        where T : unmanaged
    {
        bool hasOwnType = dtype is DType.Float32 or DType.Float64 or DType.Int32 or DType.Int64 or DType.Bool or DType.UInt8 or DType.Int8
            or DType.Int16 or DType.UInt16 or DType.UInt32 or DType.UInt64 or DType.Float16 or DType.Complex128 or DType.String;
        if (hasOwnType || dtype.Size() != Unsafe.SizeOf<T>())
        {
            throw new ModelArgumentException($"Elements of type {dtype.Name()} are not of the .NET type {typeof(T).Name}.");
        }
    }
}
