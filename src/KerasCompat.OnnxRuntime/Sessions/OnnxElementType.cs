using KerasCompat.Contracts;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace KerasCompat.OnnxRuntime.Sessions;

/// <summary>Between TensorFlow's element types and ONNX's (onnx/onnx.proto, <c>TensorProto.DataType</c>; ONNX Runtime uses the same numbers).</summary>
internal static class OnnxElementType
{
    /// <summary>ONNX's type of a TensorFlow element type.</summary>
    /// <exception cref="NotSupportedException">ONNX has no such type.</exception>
    public static TensorElementType Of(DType dtype) => dtype switch
    {
        DType.Float32 => TensorElementType.Float,
        DType.Float64 => TensorElementType.Double,
        DType.Float16 => TensorElementType.Float16,
        DType.BFloat16 => TensorElementType.BFloat16,
        DType.Int8 or DType.QInt8 => TensorElementType.Int8,
        DType.UInt8 or DType.QUInt8 => TensorElementType.UInt8,
        DType.Int16 or DType.QInt16 => TensorElementType.Int16,
        DType.UInt16 or DType.QUInt16 => TensorElementType.UInt16,
        DType.Int32 or DType.QInt32 => TensorElementType.Int32,
        DType.UInt32 => TensorElementType.UInt32,
        DType.Int64 => TensorElementType.Int64,
        DType.UInt64 => TensorElementType.UInt64,
        DType.Bool => TensorElementType.Bool,
        DType.String => TensorElementType.String,
        _ => throw new NotSupportedException($"ONNX has no element type for {dtype.Name()}."),
    };

    /// <summary>TensorFlow's element type of an ONNX type.</summary>
    /// <exception cref="NotSupportedException">TensorFlow has no such type.</exception>
    public static DType ToDType(TensorElementType type) => type switch
    {
        TensorElementType.Float => DType.Float32,
        TensorElementType.Double => DType.Float64,
        TensorElementType.Float16 => DType.Float16,
        TensorElementType.BFloat16 => DType.BFloat16,
        TensorElementType.Int8 => DType.Int8,
        TensorElementType.UInt8 => DType.UInt8,
        TensorElementType.Int16 => DType.Int16,
        TensorElementType.UInt16 => DType.UInt16,
        TensorElementType.Int32 => DType.Int32,
        TensorElementType.UInt32 => DType.UInt32,
        TensorElementType.Int64 => DType.Int64,
        TensorElementType.UInt64 => DType.UInt64,
        TensorElementType.Bool => DType.Bool,
        TensorElementType.String => DType.String,
        _ => throw new NotSupportedException($"TensorFlow has no element type for ONNX's {type}."),
    };
}
