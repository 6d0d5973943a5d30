using KerasCompat.Contracts;
using OnnxType = KerasCompat.Onnx.Protos.DataType;

namespace KerasCompat.Onnx.Emitting;

/// <summary>TensorFlow's element types as ONNX numbers them (onnx.proto, TensorProto.DataType).</summary>
internal static class OnnxTypes
{
    public static OnnxType ToOnnx(this DType dtype) => dtype switch
    {
        DType.Float32 => OnnxType.Float,
        DType.Float64 => OnnxType.Double,
        DType.Int32 or DType.QInt32 => OnnxType.Int32,
        DType.UInt8 or DType.QUInt8 => OnnxType.Uint8,
        DType.Int16 or DType.QInt16 => OnnxType.Int16,
        DType.Int8 or DType.QInt8 => OnnxType.Int8,
        DType.String => OnnxType.String,
        DType.Complex64 => OnnxType.Complex64,
        DType.Int64 => OnnxType.Int64,
        DType.Bool => OnnxType.Bool,
        DType.BFloat16 => OnnxType.Bfloat16,
        DType.UInt16 or DType.QUInt16 => OnnxType.Uint16,
        DType.Complex128 => OnnxType.Complex128,
        DType.Float16 => OnnxType.Float16,
        DType.UInt32 => OnnxType.Uint32,
        DType.UInt64 => OnnxType.Uint64,
        DType.Float8E5M2 => OnnxType.Float8E5M2,
        DType.Float8E4M3FN => OnnxType.Float8E4M3Fn,
        DType.Int4 => OnnxType.Int4,
        DType.UInt4 => OnnxType.Uint4,
        _ => OnnxType.Undefined,
    };

    /// <summary>TensorFlow's element type of a number that crosses ONNX Runtime.</summary>
    /// <param name="type">ONNX' number.</param>
    /// <exception cref="NotSupportedException">It is none of these.</exception>
    public static DType FromOnnx(OnnxType type) => type switch
    {
        OnnxType.Float => DType.Float32,
        OnnxType.Double => DType.Float64,
        OnnxType.Float16 => DType.Float16,
        OnnxType.Bfloat16 => DType.BFloat16,
        OnnxType.Int8 => DType.Int8,
        OnnxType.Uint8 => DType.UInt8,
        OnnxType.Int16 => DType.Int16,
        OnnxType.Uint16 => DType.UInt16,
        OnnxType.Int32 => DType.Int32,
        OnnxType.Uint32 => DType.UInt32,
        OnnxType.Int64 => DType.Int64,
        OnnxType.Uint64 => DType.UInt64,
        OnnxType.Bool => DType.Bool,
        OnnxType.String => DType.String,
        _ => throw new NotSupportedException($"ONNX Runtime takes no tensors of ONNX' type {(int)type}."),
    };

    /// <summary>Whether a tensor of this type can be given to ONNX Runtime and taken from it; within a graph there may be others.</summary>
    public static bool CrossesOnnxRuntime(this DType dtype) => dtype.ToOnnx()
        is not (OnnxType.Undefined or OnnxType.Complex64 or OnnxType.Complex128 or OnnxType.Float8E5M2 or OnnxType.Float8E4M3Fn or OnnxType.Int4 or OnnxType.Uint4);

    public static bool IsFloat(this DType dtype) => dtype is DType.Float32 or DType.Float64 or DType.Float16 or DType.BFloat16;

    public static bool IsUnsigned(this DType dtype) => dtype is DType.UInt8 or DType.UInt16 or DType.UInt32 or DType.UInt64;

    public static bool IsInteger(this DType dtype) =>
        dtype.IsUnsigned() || dtype is DType.Int8 or DType.Int16 or DType.Int32 or DType.Int64;

    public static bool IsComplex(this DType dtype) => dtype is DType.Complex64 or DType.Complex128;
}
