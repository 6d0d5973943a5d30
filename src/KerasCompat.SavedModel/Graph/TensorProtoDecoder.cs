using System.Runtime.InteropServices;
using Google.Protobuf.Collections;
using KerasCompat.Contracts;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.SavedModel.Graph;

/// <summary>Decodes TensorFlow's <c>TensorProto</c>.</summary>
internal static class TensorProtoDecoder
{
    private const long MostBytes = int.MaxValue;

    public static ConstantTensor Decode(TensorProto proto)
    {
        DType dtype = DTypes.FromNumber(proto.Dtype);
        long[] shape = [.. (proto.TensorShape?.Dim ?? []).Select(d => d.Size)];
        long count = ElementCount(shape);
        if (dtype == DType.String)
        {
            return new ConstantTensor(shape, Strings(proto, count));
        }

        int size = dtype.Size();
        if (size == 0 || count > MostBytes / size)
        {
            throw Malformed(proto, $"a constant of {dtype.Name()}{new TensorShape(shape)} cannot be held in memory");
        }

        if (!proto.TensorContent.IsEmpty)
        {
            if (proto.TensorContent.Length != count * size)
            {
                throw Malformed(proto, $"a constant of {dtype.Name()}{new TensorShape(shape)} has {proto.TensorContent.Length} bytes instead of {count * size}");
            }

            return new ConstantTensor(dtype, shape, proto.TensorContent.Memory);
        }

        var bytes = new byte[count * size];
        switch (dtype)
        {
            case DType.Float32:
                Fill<float, float>(proto.FloatVal, bytes, static v => v);
                break;
            case DType.Float64:
                Fill<double, double>(proto.DoubleVal, bytes, static v => v);
                break;
            case DType.Int32 or DType.QInt32:
                Fill<int, int>(proto.IntVal, bytes, static v => v);
                break;
            case DType.Int8 or DType.UInt8 or DType.QInt8 or DType.QUInt8:
                Fill<int, byte>(proto.IntVal, bytes, static v => unchecked((byte)v));
                break;
            case DType.Int16 or DType.UInt16 or DType.QInt16 or DType.QUInt16:
                Fill<int, ushort>(proto.IntVal, bytes, static v => unchecked((ushort)v));
                break;
            case DType.Float16 or DType.BFloat16:
                Fill<int, ushort>(proto.HalfVal, bytes, static v => unchecked((ushort)v));
                break;
            case DType.Int64:
                Fill<long, long>(proto.Int64Val, bytes, static v => v);
                break;
            case DType.Bool:
                Fill<bool, byte>(proto.BoolVal, bytes, static v => v ? (byte)1 : (byte)0);
                break;
            case DType.UInt32:
                Fill<uint, uint>(proto.Uint32Val, bytes, static v => v);
                break;
            case DType.UInt64:
                Fill<ulong, ulong>(proto.Uint64Val, bytes, static v => v);
                break;
            case DType.Complex64:
                FillPairs<float>(proto.ScomplexVal, bytes);
                break;
            case DType.Complex128:
                FillPairs<double>(proto.DcomplexVal, bytes);
                break;
            case DType.Float8E5M2 or DType.Float8E4M3FN:
                for (int i = 0; i < bytes.Length && !proto.Float8Val.IsEmpty; i++)
                {
                    bytes[i] = proto.Float8Val[Math.Min(i, proto.Float8Val.Length - 1)];
                }

                break;
            default:
                throw Malformed(proto, $"a constant of {dtype.Name()} has no value form");
        }

        return new ConstantTensor(dtype, shape, bytes);
    }

    private static long ElementCount(long[] shape)
    {
        long count = 1;
        foreach (long size in shape)
        {
            if (size < 0 || (size > 0 && count > MostBytes / size))
            {
                throw new ModelFormatException("saved_model.pb", "a constant", $"its shape {new TensorShape(shape)} is impossible", "Save the model again.");
            }

            count *= size;
        }

        return count;
    }

    private static ReadOnlyMemory<byte>[] Strings(TensorProto proto, long count)
    {
        var strings = new ReadOnlyMemory<byte>[count];
        for (int i = 0; i < strings.Length && proto.StringVal.Count > 0; i++)
        {
            strings[i] = proto.StringVal[Math.Min(i, proto.StringVal.Count - 1)].Memory;
        }

        return strings;
    }

    /// <summary>Fewer values than elements: the last value stands for the rest, and no value at all for zero.</summary>
    private static void Fill<TFrom, TTo>(RepeatedField<TFrom> values, byte[] bytes, Func<TFrom, TTo> convert)
        where TTo : unmanaged
    {
        Span<TTo> target = MemoryMarshal.Cast<byte, TTo>(bytes.AsSpan());
        for (int i = 0; i < target.Length && values.Count > 0; i++)
        {
            target[i] = convert(values[Math.Min(i, values.Count - 1)]);
        }
    }

    private static void FillPairs<T>(RepeatedField<T> values, byte[] bytes)
        where T : unmanaged
    {
        Span<T> target = MemoryMarshal.Cast<byte, T>(bytes.AsSpan());
        int pairs = values.Count / 2;
        for (int i = 0; i < target.Length / 2 && pairs > 0; i++)
        {
            int from = Math.Min(i, pairs - 1) * 2;
            target[2 * i] = values[from];
            target[(2 * i) + 1] = values[from + 1];
        }
    }

    private static ModelFormatException Malformed(TensorProto proto, string problem) =>
        new("saved_model.pb", $"a constant of data type {proto.Dtype}", problem, "Save the model again.");
}
