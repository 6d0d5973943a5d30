using KerasCompat.Contracts;

namespace KerasCompat.SavedModel;

/// <summary>
/// Unpacks the values of a <c>TensorProto</c>: as they lie in <c>tensor_content</c>, or listed in a <c>*_val</c> field in which the last
/// value stands for all that follow (tensorflow/core/framework/tensor.cc, <c>FromProtoField</c>).
/// </summary>
internal static class TensorProtoUnpacking
{
    /// <summary>
    /// The most bytes that a list of few values may be repeated to. A model states large tensors by their content or in its checkpoint;
    /// a few bytes that claim to be gigabytes are an attack.
    /// </summary>
    private const int MaxRepeatedBytes = 256 * 1024 * 1024;

    /// <summary>Bytes per element in memory; 0 for types without one.</summary>
    public static int ElementSize(DType dtype) => dtype is DType.Int4 or DType.UInt4 ? 1 : dtype.Size();

    /// <summary>The tensor that the parts of a message state.</summary>
    /// <param name="dtype">The element type.</param>
    /// <param name="shape">The shape that the message states.</param>
    /// <param name="content">Its <c>tensor_content</c>; empty where there is none.</param>
    /// <param name="values">The numbers of its <c>*_val</c> field, each as wide as an element.</param>
    /// <param name="strings">Its <c>string_val</c>.</param>
    /// <param name="error">Makes the exception for a problem.</param>
    public static TensorValue Unpack(
        DType dtype,
        TensorShape shape,
        ReadOnlyMemory<byte> content,
        ReadOnlyMemory<byte> values,
        IReadOnlyList<ReadOnlyMemory<byte>> strings,
        Func<string, ModelFormatException> error)
    {
        if (!shape.IsFullyKnown)
        {
            throw error($"a value has the shape {shape}, which is not fully known");
        }

        long count = ElementCount(shape) ?? throw error($"a value has the shape {shape}, which is larger than any memory");
        if (dtype is DType.Resource or DType.Variant)
        {
            return new TensorValue(dtype, shape, default, []);
        }

        if (dtype == DType.String)
        {
            return new TensorValue(dtype, shape, default, RepeatLast(strings, content, count, error));
        }

        int size = ElementSize(dtype);
        if (size == 0)
        {
            throw error($"a value has the element type {(int)dtype}, which TensorFlow does not define");
        }

        if (!content.IsEmpty)
        {
            return content.Length / size == count && content.Length % size == 0
                ? new TensorValue(dtype, shape, content, [])
                : throw error($"a {dtype.Name()} value of shape {shape} cannot be {content.Length} bytes long");
        }

        return new TensorValue(dtype, shape, RepeatLast(values, size, count, error), []);
    }

    /// <summary>The product of the sizes, or null where it exceeds what an address can hold.</summary>
    public static long? ElementCount(TensorShape shape)
    {
        long count = 1;
        bool isEmpty = shape.Dimensions.Contains(0);
        foreach (long size in shape.Dimensions)
        {
            if (!isEmpty && count > (long.MaxValue >> 8) / size)
            {
                return null;
            }

            count *= isEmpty ? 0 : size;
        }

        return count;
    }

    private static ReadOnlyMemory<byte> RepeatLast(ReadOnlyMemory<byte> values, int size, long count, Func<string, ModelFormatException> error)
    {
        if (values.Length / size >= count)
        {
            return values.Slice(0, (int)count * size);
        }

        if (count > MaxRepeatedBytes / size)
        {
            throw error($"{values.Length / size} values would be repeated to {count}, more than {MaxRepeatedBytes} bytes");
        }

        // Without any value, all elements are zero.
        byte[] all = new byte[count * size];
        values.Span.CopyTo(all);
        if (values.Length >= size)
        {
            ReadOnlySpan<byte> last = values.Span.Slice(values.Length - size, size);
            for (int at = values.Length; at < all.Length; at += size)
            {
                last.CopyTo(all.AsSpan(at));
            }
        }

        return all;
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> RepeatLast(
        IReadOnlyList<ReadOnlyMemory<byte>> strings,
        ReadOnlyMemory<byte> content,
        long count,
        Func<string, ModelFormatException> error)
    {
        if (!content.IsEmpty)
        {
            throw error("a string value lies in tensor_content, which TensorFlow does not write");
        }

        if (strings.Count == count)
        {
            return strings;
        }

        if (count > MaxRepeatedBytes / IntPtr.Size / 2)
        {
            throw error($"{strings.Count} strings would be repeated to {count}");
        }

        var all = new ReadOnlyMemory<byte>[count];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = strings.Count == 0 ? default : strings[Math.Min(i, strings.Count - 1)];
        }

        return all;
    }
}
