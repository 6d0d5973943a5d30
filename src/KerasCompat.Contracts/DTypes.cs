namespace KerasCompat.Contracts;

/// <summary>TensorFlow's names and sizes of the element types (tensorflow/python/framework/dtypes.py).</summary>
public static class DTypes
{
    private const int ReferenceOffset = 100;

    /// <summary>TensorFlow's name of an element type: <c>float32</c>, <c>int64</c>, <c>string</c>, ...</summary>
    /// <param name="dtype">An element type.</param>
    public static string Name(this DType dtype) => dtype switch
    {
        DType.Float32 => "float32",
        DType.Float64 => "float64",
        DType.Int32 => "int32",
        DType.UInt8 => "uint8",
        DType.Int16 => "int16",
        DType.Int8 => "int8",
        DType.String => "string",
        DType.Complex64 => "complex64",
        DType.Int64 => "int64",
        DType.Bool => "bool",
        DType.QInt8 => "qint8",
        DType.QUInt8 => "quint8",
        DType.QInt32 => "qint32",
        DType.BFloat16 => "bfloat16",
        DType.QInt16 => "qint16",
        DType.QUInt16 => "quint16",
        DType.UInt16 => "uint16",
        DType.Complex128 => "complex128",
        DType.Float16 => "float16",
        DType.Resource => "resource",
        DType.Variant => "variant",
        DType.UInt32 => "uint32",
        DType.UInt64 => "uint64",
        DType.Float8E5M2 => "float8_e5m2",
        DType.Float8E4M3FN => "float8_e4m3fn",
        DType.Int4 => "int4",
        DType.UInt4 => "uint4",
        _ => "invalid",
    };

    /// <summary>The element type that TensorFlow calls <paramref name="name"/>, or false when there is none of that name.</summary>
    /// <param name="name">A name as <see cref="Name"/> gives it.</param>
    /// <param name="dtype">The element type.</param>
    public static bool TryParse(string name, out DType dtype)
    {
        for (var candidate = DType.Float32; candidate <= DType.UInt4; candidate++)
        {
            // Numbers between the defined ones have the name of no element type.
            if (candidate.Name() == name && name != DType.Invalid.Name())
            {
                dtype = candidate;
                return true;
            }
        }

        dtype = DType.Invalid;
        return false;
    }

    /// <summary>
    /// The element type of a number read from a file. TensorFlow 1 marks the type of a reference variable by adding 100
    /// (<c>DT_FLOAT_REF</c> = 101); a caller sees the same tensor, so the mark is dropped.
    /// </summary>
    /// <param name="number">A <c>DataType</c> number.</param>
    /// <returns>The element type; <see cref="DType.Invalid"/> for a number that TensorFlow does not define.</returns>
    public static DType FromNumber(int number)
    {
        if (number > ReferenceOffset)
        {
            number -= ReferenceOffset;
        }

        var dtype = (DType)number;
        return dtype.Name() == "invalid" ? DType.Invalid : dtype;
    }

    /// <summary>Whether a number marks a reference type of TensorFlow 1.</summary>
    /// <param name="number">A <c>DataType</c> number.</param>
    public static bool IsReference(int number) => number > ReferenceOffset;

    /// <summary>Bytes per element, or 0 where elements have no fixed size in whole bytes (strings, resources, variants, 4-bit integers).</summary>
    /// <param name="dtype">An element type.</param>
    public static int Size(this DType dtype) => dtype switch
    {
        DType.Bool or DType.Int8 or DType.UInt8 or DType.QInt8 or DType.QUInt8 or DType.Float8E5M2 or DType.Float8E4M3FN => 1,
        DType.Int16 or DType.UInt16 or DType.Float16 or DType.BFloat16 or DType.QInt16 or DType.QUInt16 => 2,
        DType.Int32 or DType.UInt32 or DType.Float32 or DType.QInt32 => 4,
        DType.Int64 or DType.UInt64 or DType.Float64 or DType.Complex64 => 8,
        DType.Complex128 => 16,
        _ => 0,
    };
}
