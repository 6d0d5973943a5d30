using System.Runtime.InteropServices;
using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Tests;

/// <summary>Makes and reads tensors in tests.</summary>
internal static class Tensors
{
    public static ConstantTensor Of<T>(T[] values, params long[] shape)
        where T : unmanaged => new(TypeOf<T>(), shape, MemoryMarshal.AsBytes<T>(values).ToArray());

    public static ConstantTensor Scalar<T>(T value)
        where T : unmanaged => Of([value]);

    public static T[] Values<T>(this ConstantTensor tensor)
        where T : unmanaged => tensor.AsSpan<T>().ToArray();

    private static DType TypeOf<T>() => default(T) switch
    {
        float => DType.Float32,
        double => DType.Float64,
        int => DType.Int32,
        long => DType.Int64,
        bool => DType.Bool,
        byte => DType.UInt8,
        sbyte => DType.Int8,
        short => DType.Int16,
        ushort => DType.UInt16,
        uint => DType.UInt32,
        ulong => DType.UInt64,
        Half => DType.Float16,
        _ => throw new ArgumentException($"{typeof(T)} is no element type."),
    };
}
