using System.Buffers.Binary;
using KerasCompat.Contracts;

namespace KerasCompat.SavedModel.Wire;

/// <summary>Reads a <c>TensorProto</c> (tensorflow/core/framework/tensor.proto) from the stream, for the default values of signatures.</summary>
internal static class TensorProtoParser
{
    /// <summary>Reads the tensor that is the value of the current field, if its elements fit into the budget.</summary>
    public static TensorValue Parse(WireReader reader, DefaultValueBudget budget)
    {
        DType dtype = DType.Invalid;
        TensorShape shape = TensorShape.Scalar;
        byte[] content = [];
        var fixedWidth = new List<byte>();
        var varints = new List<ulong>();
        var strings = new List<ReadOnlyMemory<byte>>();
        long outer = reader.Enter();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    dtype = DTypes.FromNumber(reader.Int32());
                    break;
                case 2:
                    shape = TensorShapeParser.Parse(reader);
                    break;
                case 4:
                    content = reader.Bytes();
                    break;
                case 5 or 6 or 9 or 12 or 18: // float_val, double_val, scomplex_val, dcomplex_val, float8_val
                    fixedWidth.AddRange(reader.FixedOrPacked());
                    break;
                case 7 or 10 or 11 or 13 or 16 or 17: // int_val, int64_val, bool_val, half_val, uint32_val, uint64_val
                    reader.VarintOrPacked(varints);
                    break;
                case 8:
                    strings.Add(reader.Bytes());
                    break;
            }
        }

        byte[] values = varints.Count > 0 ? Narrow(varints, TensorProtoUnpacking.ElementSize(dtype)) : [.. fixedWidth];
        budget.Take(shape, reader);
        TensorValue tensor = TensorProtoUnpacking.Unpack(dtype, shape, content, values, strings, reader.Error);
        reader.Leave(outer);
        return tensor;
    }

    /// <summary>The low bytes of each number: what is left of it in an element of that size.</summary>
    private static byte[] Narrow(List<ulong> values, int size)
    {
        byte[] bytes = new byte[values.Count * size];
        Span<byte> whole = stackalloc byte[sizeof(ulong)];
        for (int i = 0; i < values.Count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(whole, values[i]);
            whole.Slice(0, Math.Min(size, sizeof(ulong))).CopyTo(bytes.AsSpan(i * size));
        }

        return bytes;
    }
}
