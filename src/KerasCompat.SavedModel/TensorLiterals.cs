using System.Buffers.Binary;
using System.Globalization;
using KerasCompat.Contracts;

namespace KerasCompat.SavedModel;

/// <summary>Writes a tensor's value as a contract holds it.</summary>
internal static class TensorLiterals
{
    public static TensorLiteral From(TensorValue tensor) => new(
        tensor.Shape,
        new(tensor.DType == DType.String
            ? tensor.Strings.Select(text => Convert.ToBase64String(text.ToArray()))
            : Elements(tensor)));

    private static IEnumerable<string> Elements(TensorValue tensor)
    {
        // A complex number stands as two elements, its real part and its imaginary part.
        (DType dtype, int size) = tensor.DType switch
        {
            DType.Complex64 => (DType.Float32, sizeof(float)),
            DType.Complex128 => (DType.Float64, sizeof(double)),
            _ => (tensor.DType, TensorProtoUnpacking.ElementSize(tensor.DType)),
        };
        for (int at = 0; size > 0 && at < tensor.Bytes.Length; at += size)
        {
            yield return Element(dtype, tensor.Bytes.Span.Slice(at, size));
        }
    }

    private static string Element(DType dtype, ReadOnlySpan<byte> bytes) => dtype switch
    {
        DType.Bool => bytes[0] != 0 ? "true" : "false",
        DType.Float32 => ShortestNumber.Single(BinaryPrimitives.ReadInt32LittleEndian(bytes)),
        DType.Float64 => ShortestNumber.Double(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
        DType.Float16 => ShortestNumber.Single(HalfToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes))),
        DType.BFloat16 => ShortestNumber.Single(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
        DType.Int64 => Invariant(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
        DType.UInt64 => Invariant(BinaryPrimitives.ReadUInt64LittleEndian(bytes)),
        DType.UInt32 => Invariant(BinaryPrimitives.ReadUInt32LittleEndian(bytes)),
        DType.Int32 or DType.QInt32 => Invariant(BinaryPrimitives.ReadInt32LittleEndian(bytes)),
        DType.UInt16 or DType.QUInt16 => Invariant(BinaryPrimitives.ReadUInt16LittleEndian(bytes)),
        DType.Int16 or DType.QInt16 => Invariant(BinaryPrimitives.ReadInt16LittleEndian(bytes)),
        DType.Int8 or DType.QInt8 or DType.Int4 => Invariant((sbyte)bytes[0]),
        // 8-bit floats stand as their bits.
        _ => Invariant(bytes[0]),
    };

    private static string Invariant(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>The bits of the binary32 that equals a binary16.</summary>
    private static int HalfToSingle(ushort half)
    {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1F;
        int mantissa = half & 0x3FF;
        switch (exponent)
        {
            case 0 when mantissa == 0:
                return sign;
            case 0:
                // A subnormal binary16 is a normal binary32: its leading one moves to where it is implied.
                int shift = 0;
                while ((mantissa & 0x400) == 0)
                {
                    mantissa <<= 1;
                    shift++;
                }

                return sign | ((113 - shift) << 23) | ((mantissa & 0x3FF) << 13);
            case 0x1F:
                return sign | 0x7F800000 | (mantissa << 13);
            default:
                return sign | ((exponent + 112) << 23) | (mantissa << 13);
        }
    }
}
