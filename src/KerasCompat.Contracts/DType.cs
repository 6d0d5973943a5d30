namespace KerasCompat.Contracts;

/// <summary>
/// The element type of a tensor. The numbers are those of TensorFlow's <c>DataType</c>
/// (tensorflow/core/framework/types.proto), so a value read from a SavedModel is one of these.
/// </summary>
public enum DType
{
    /// <summary>No element type is recorded.</summary>
    Invalid = 0,
    /// <summary>IEEE 754 binary32.</summary>
    Float32 = 1,
    /// <summary>IEEE 754 binary64.</summary>
    Float64 = 2,
    /// <summary>32-bit signed integer.</summary>
    Int32 = 3,
    /// <summary>8-bit unsigned integer.</summary>
    UInt8 = 4,
    /// <summary>16-bit signed integer.</summary>
    Int16 = 5,
    /// <summary>8-bit signed integer.</summary>
    Int8 = 6,
    /// <summary>A string of bytes of any length; by convention, but not necessarily, UTF-8.</summary>
    String = 7,
    /// <summary>Two binary32: real and imaginary part.</summary>
    Complex64 = 8,
    /// <summary>64-bit signed integer.</summary>
    Int64 = 9,
    /// <summary>One byte: 0 or 1.</summary>
    Bool = 10,
    /// <summary>Quantized 8-bit signed integer.</summary>
    QInt8 = 11,
    /// <summary>Quantized 8-bit unsigned integer.</summary>
    QUInt8 = 12,
    /// <summary>Quantized 32-bit signed integer.</summary>
    QInt32 = 13,
    /// <summary>The upper half of a binary32.</summary>
    BFloat16 = 14,
    /// <summary>Quantized 16-bit signed integer.</summary>
    QInt16 = 15,
    /// <summary>Quantized 16-bit unsigned integer.</summary>
    QUInt16 = 16,
    /// <summary>16-bit unsigned integer.</summary>
    UInt16 = 17,
    /// <summary>Two binary64: real and imaginary part.</summary>
    Complex128 = 18,
    /// <summary>IEEE 754 binary16.</summary>
    Float16 = 19,
    /// <summary>A handle to a variable, table or other resource.</summary>
    Resource = 20,
    /// <summary>A value of any other kind (tensor lists, datasets).</summary>
    Variant = 21,
    /// <summary>32-bit unsigned integer.</summary>
    UInt32 = 22,
    /// <summary>64-bit unsigned integer.</summary>
    UInt64 = 23,
    /// <summary>8-bit float, 5 exponent and 2 mantissa bits.</summary>
    Float8E5M2 = 24,
    /// <summary>8-bit float, 4 exponent and 3 mantissa bits, finite values only.</summary>
    Float8E4M3FN = 25,
    /// <summary>4-bit signed integer.</summary>
    Int4 = 29,
    /// <summary>4-bit unsigned integer.</summary>
    UInt4 = 30,
}
