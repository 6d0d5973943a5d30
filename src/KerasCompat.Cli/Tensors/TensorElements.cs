using System.Buffers.Binary;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Tensors;

/// <summary>Single elements and positions of a tensor.</summary>
internal static class TensorElements
{
    /// <summary>Whether the elements are floats.</summary>
    public static bool IsFloat(this DType dtype) => dtype is DType.Float16 or DType.BFloat16 or DType.Float32 or DType.Float64;

    /// <summary>A shape as in <c>[3,10]</c>.</summary>
    public static string Describe(ReadOnlySpan<nint> shape)
    {
        var dimensions = new string[shape.Length];
        for (int i = 0; i < shape.Length; i++)
        {
            dimensions[i] = Show.Invariant(shape[i]);
        }

        return "[" + string.Join(',', dimensions) + "]";
    }

    /// <summary>The position of an element in each dimension, as in <c>[0,3]</c>.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="index">The position in row-major order.</param>
    public static string Position(ReadOnlySpan<nint> shape, int index)
    {
        var position = new nint[shape.Length];
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            position[i] = index % shape[i];
            index = (int)(index / shape[i]);
        }

        return Describe(position);
    }

    /// <summary>An element of any numeric type as the nearest double.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="index">The position in row-major order.</param>
    public static double DoubleAt(this ModelTensor tensor, int index)
    {
        ReadOnlySpan<byte> bytes = tensor.Bytes.Span[(index * tensor.DType.Size())..];
        return tensor.DType switch
        {
            DType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            DType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            DType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
            DType.BFloat16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
            _ => (double)tensor.IntegerAt(index),
        };
    }

    /// <summary>An element of an integer or boolean type.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="index">The position in row-major order.</param>
    public static Int128 IntegerAt(this ModelTensor tensor, int index)
    {
        ReadOnlySpan<byte> bytes = tensor.Bytes.Span[(index * tensor.DType.Size())..];
        return tensor.DType switch
        {
            DType.Bool or DType.UInt8 or DType.QUInt8 => bytes[0],
            DType.Int8 or DType.QInt8 => (sbyte)bytes[0],
            DType.Int16 or DType.QInt16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            DType.UInt16 or DType.QUInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            DType.Int32 or DType.QInt32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            DType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            DType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            DType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            _ => throw new UsageException(tensor.ToString(), "elements of this type cannot be shown", "Ask for another output."),
        };
    }
}
