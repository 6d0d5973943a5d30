using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Google.Protobuf.Collections;
using KerasCompat.Contracts;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.SavedModel.Graph;

/// <summary>Decodes TensorFlow's <c>TensorProto</c> from a message of the graph.</summary>
internal static class TensorProtoDecoder
{
    public static ConstantTensor Decode(TensorProto proto)
    {
        DType dtype = DTypes.FromNumber(proto.Dtype);
        TensorShape shape = proto.TensorShape is not { } stated ? TensorShape.Scalar
            : stated.UnknownRank ? TensorShape.UnknownRank
            : new TensorShape([.. stated.Dim.Select(dimension => dimension.Size)]);
        TensorValue value = TensorProtoUnpacking.Unpack(
            dtype,
            shape,
            proto.TensorContent.Memory,
            Values(proto, dtype),
            [.. proto.StringVal.Select(text => text.Memory)],
            problem => Malformed(proto, problem));
        if (dtype == DType.String)
        {
            return new ConstantTensor(shape.Dimensions, value.Strings);
        }

        return dtype.Size() > 0
            ? new ConstantTensor(dtype, shape.Dimensions, value.Bytes)
            : throw Malformed(proto, $"a constant of {dtype.Name()} has no value form");
    }

    /// <summary>The numbers of the field that belongs to the element type, each as wide as an element.</summary>
    private static ReadOnlyMemory<byte> Values(TensorProto proto, DType dtype) => dtype switch
    {
        DType.Float32 => Pack(proto.FloatVal, static value => value),
        DType.Float64 => Pack(proto.DoubleVal, static value => value),
        DType.Int32 or DType.QInt32 => Pack(proto.IntVal, static value => value),
        DType.Int8 or DType.UInt8 or DType.QInt8 or DType.QUInt8 => Pack(proto.IntVal, static value => unchecked((byte)value)),
        DType.Int16 or DType.UInt16 or DType.QInt16 or DType.QUInt16 => Pack(proto.IntVal, static value => unchecked((ushort)value)),
        DType.Float16 or DType.BFloat16 => Pack(proto.HalfVal, static value => unchecked((ushort)value)),
        DType.Int64 => Pack(proto.Int64Val, static value => value),
        DType.Bool => Pack(proto.BoolVal, static value => value ? (byte)1 : (byte)0),
        DType.UInt32 => Pack(proto.Uint32Val, static value => value),
        DType.UInt64 => Pack(proto.Uint64Val, static value => value),
        DType.Complex64 => Pack(proto.ScomplexVal, static value => value),
        DType.Complex128 => Pack(proto.DcomplexVal, static value => value),
        DType.Float8E5M2 or DType.Float8E4M3FN => proto.Float8Val.Memory,
        _ => default,
    };

    private static byte[] Pack<TFrom, TTo>(RepeatedField<TFrom> values, Func<TFrom, TTo> convert)
        where TTo : unmanaged
    {
        byte[] bytes = new byte[values.Count * Unsafe.SizeOf<TTo>()];
        Span<TTo> target = MemoryMarshal.Cast<byte, TTo>(bytes.AsSpan());
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = convert(values[i]);
        }

        return bytes;
    }

    private static ModelFormatException Malformed(TensorProto proto, string problem) =>
        new("saved_model.pb", $"a constant of data type {proto.Dtype}", problem, "Save the model again.");
}
