using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using KerasCompat.Contracts;

namespace KerasCompat.Engines;

/// <summary>
/// Copies typed tensors into and out of a <see cref="ModelCall"/>. Dense tensors are one block copy; strided ones (slices, transposed
/// views) are gathered in row-major order.
/// </summary>
/// <remarks>
/// <para>
/// <c>singleRow</c> says that the caller left out the batch dimension: inputs get a leading dimension of 1, outputs lose theirs.
/// </para>
/// <para>
/// <see cref="ReadOnlyTensorSpan{T}"/> and <see cref="Tensor{T}"/> have at least one dimension, so a scalar travels as a tensor of shape
/// <c>[1]</c> in both directions.
/// </para>
/// </remarks>
public static class ModelCallTensors
{
    private const int MaxStackRank = 16;
    private static readonly nint[] ScalarShape = [1];

    /// <summary>Writes an input whose element type is that of <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="call">The call.</param>
    /// <param name="index">The position of the input.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="singleRow">Whether the tensor is one row and lacks the batch dimension.</param>
    /// <exception cref="ModelArgumentException">The input has another element type or rank.</exception>
    public static void SetInput<T>(this ModelCall call, int index, scoped in ReadOnlyTensorSpan<T> tensor, bool singleRow = false)
        where T : unmanaged =>
        call.SetInput(index, ElementType.Of<T>(), tensor, singleRow);

    /// <summary>Writes an input.</summary>
    /// <typeparam name="T">The type of the elements, or any type of their size where .NET has none (bfloat16).</typeparam>
    /// <param name="call">The call.</param>
    /// <param name="index">The position of the input.</param>
    /// <param name="dtype">The element type of the input.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="singleRow">Whether the tensor is one row and lacks the batch dimension.</param>
    /// <exception cref="ModelArgumentException">The input has another element type or rank.</exception>
    public static void SetInput<T>(this ModelCall call, int index, DType dtype, scoped in ReadOnlyTensorSpan<T> tensor, bool singleRow = false)
        where T : unmanaged
    {
        ElementType.Require<T>(dtype);
        Span<byte> buffer = singleRow ? WriteRow(call, index, dtype, tensor.Lengths) : call.WriteInput(index, dtype, tensor.Lengths);
        Span<T> elements = MemoryMarshal.Cast<byte, T>(buffer);
        if (tensor.IsDense)
        {
            // The reference is read only: it is the source of a copy.
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.AsRef(in tensor.GetPinnableReference()), elements.Length).CopyTo(elements);
        }
        else if (!tensor.IsEmpty)
        {
            tensor.FlattenTo(elements);
        }
    }

    /// <summary>Writes a string input from .NET strings, as UTF-8.</summary>
    /// <param name="call">The call.</param>
    /// <param name="index">The position of the input.</param>
    /// <param name="tensor">The tensor; no element may be null.</param>
    /// <param name="singleRow">Whether the tensor is one row and lacks the batch dimension.</param>
    /// <exception cref="ModelArgumentException">The input holds no strings, or an element is null.</exception>
    public static void SetInput(this ModelCall call, int index, scoped in ReadOnlyTensorSpan<string> tensor, bool singleRow = false)
    {
        Span<ReadOnlyMemory<byte>> elements = WriteStrings(call, index, tensor.Lengths, singleRow);
        if (elements.IsEmpty)
        {
            return;
        }

        if (tensor.IsDense)
        {
            Encode(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.AsRef(in tensor.GetPinnableReference()), elements.Length), elements);
            return;
        }

        string[] flat = new string[elements.Length];
        tensor.FlattenTo(flat);
        Encode(flat, elements);
    }

    /// <summary>Writes a string input from raw bytes, which need not be UTF-8. The memory is read during the run and not copied before.</summary>
    /// <param name="call">The call.</param>
    /// <param name="index">The position of the input.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="singleRow">Whether the tensor is one row and lacks the batch dimension.</param>
    /// <exception cref="ModelArgumentException">The input holds no strings.</exception>
    public static void SetInput(this ModelCall call, int index, scoped in ReadOnlyTensorSpan<ReadOnlyMemory<byte>> tensor, bool singleRow = false)
    {
        Span<ReadOnlyMemory<byte>> elements = WriteStrings(call, index, tensor.Lengths, singleRow);
        if (!elements.IsEmpty)
        {
            tensor.FlattenTo(elements);
        }
    }

    /// <summary>The tensor of an output whose element type is that of <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="call">The call, after its run.</param>
    /// <param name="index">The position of the output.</param>
    /// <param name="singleRow">Whether to drop a leading dimension of size 1.</param>
    /// <returns>A tensor of its own, valid after the call is disposed.</returns>
    /// <exception cref="ModelArgumentException">The output has another element type.</exception>
    public static Tensor<T> GetOutput<T>(this ModelCall call, int index, bool singleRow = false)
        where T : unmanaged =>
        call.GetOutput<T>(index, ElementType.Of<T>(), singleRow);

    /// <summary>The tensor of an output.</summary>
    /// <typeparam name="T">The type of the elements, or any type of their size where .NET has none (bfloat16).</typeparam>
    /// <param name="call">The call, after its run.</param>
    /// <param name="index">The position of the output.</param>
    /// <param name="dtype">The element type of the output.</param>
    /// <param name="singleRow">Whether to drop a leading dimension of size 1.</param>
    /// <returns>A tensor of its own, valid after the call is disposed.</returns>
    /// <exception cref="ModelArgumentException">The output has another element type.</exception>
    public static Tensor<T> GetOutput<T>(this ModelCall call, int index, DType dtype, bool singleRow = false)
        where T : unmanaged
    {
        ElementType.Require<T>(dtype);
        ReadOnlySpan<T> elements = MemoryMarshal.Cast<byte, T>(call.ReadOutput(index, dtype));
        T[] values = GC.AllocateUninitializedArray<T>(elements.Length);
        elements.CopyTo(values);
        return Tensor.Create(values, CallerShape(call.OutputShape(index), singleRow));
    }

    /// <summary>The tensor of a string output as .NET strings; bytes that are not UTF-8 become U+FFFD.</summary>
    /// <param name="call">The call, after its run.</param>
    /// <param name="index">The position of the output.</param>
    /// <param name="singleRow">Whether to drop a leading dimension of size 1.</param>
    /// <exception cref="ModelArgumentException">The output holds no strings.</exception>
    public static Tensor<string> GetStringOutput(this ModelCall call, int index, bool singleRow = false)
    {
        ReadOnlySpan<ReadOnlyMemory<byte>> elements = call.ReadStringOutput(index);
        string[] values = new string[elements.Length];
        Decode(elements, values);
        return Tensor.Create(values, CallerShape(call.OutputShape(index), singleRow));
    }

    /// <summary>The tensor of a string output as raw bytes, copied.</summary>
    /// <param name="call">The call, after its run.</param>
    /// <param name="index">The position of the output.</param>
    /// <param name="singleRow">Whether to drop a leading dimension of size 1.</param>
    /// <exception cref="ModelArgumentException">The output holds no strings.</exception>
    public static Tensor<ReadOnlyMemory<byte>> GetBytesOutput(this ModelCall call, int index, bool singleRow = false)
    {
        ReadOnlyMemory<byte>[] values = OwnCopies(call.ReadStringOutput(index));
        return Tensor.Create(values, CallerShape(call.OutputShape(index), singleRow));
    }

    /// <summary>Copies an output whose element type is that of <typeparamref name="T"/> into the caller's tensor.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="call">The call, after its run.</param>
    /// <param name="index">The position of the output.</param>
    /// <param name="destination">A tensor of exactly the output's shape; it may be strided.</param>
    /// <param name="singleRow">Whether the destination lacks the output's leading dimension of size 1.</param>
    /// <exception cref="ModelArgumentException">The output has another element type or shape.</exception>
    public static void CopyOutput<T>(this ModelCall call, int index, scoped in TensorSpan<T> destination, bool singleRow = false)
        where T : unmanaged =>
        call.CopyOutput(index, ElementType.Of<T>(), destination, singleRow);

    /// <summary>Copies an output into the caller's tensor.</summary>
    /// <typeparam name="T">The type of the elements, or any type of their size where .NET has none (bfloat16).</typeparam>
    /// <param name="call">The call, after its run.</param>
    /// <param name="index">The position of the output.</param>
    /// <param name="dtype">The element type of the output.</param>
    /// <param name="destination">A tensor of exactly the output's shape; it may be strided.</param>
    /// <param name="singleRow">Whether the destination lacks the output's leading dimension of size 1.</param>
    /// <exception cref="ModelArgumentException">The output has another element type or shape.</exception>
    public static void CopyOutput<T>(this ModelCall call, int index, DType dtype, scoped in TensorSpan<T> destination, bool singleRow = false)
        where T : unmanaged
    {
        ElementType.Require<T>(dtype);
        RequireShape(call.OutputShape(index), destination.Lengths, singleRow);
        ReadOnlySpan<T> elements = MemoryMarshal.Cast<byte, T>(call.ReadOutput(index, dtype));
        if (destination.IsDense)
        {
            elements.CopyTo(MemoryMarshal.CreateSpan(ref destination.GetPinnableReference(), elements.Length));
        }
        else if (!elements.IsEmpty)
        {
            new ReadOnlyTensorSpan<T>(elements, destination.Lengths).CopyTo(destination);
        }
    }

    /// <summary>Copies a string output into the caller's tensor as .NET strings; bytes that are not UTF-8 become U+FFFD.</summary>
    /// <param name="call">The call, after its run.</param>
    /// <param name="index">The position of the output.</param>
    /// <param name="destination">A tensor of exactly the output's shape.</param>
    /// <param name="singleRow">Whether the destination lacks the output's leading dimension of size 1.</param>
    /// <exception cref="ModelArgumentException">The output holds no strings or has another shape.</exception>
    public static void CopyOutput(this ModelCall call, int index, scoped in TensorSpan<string> destination, bool singleRow = false)
    {
        RequireShape(call.OutputShape(index), destination.Lengths, singleRow);
        ReadOnlySpan<ReadOnlyMemory<byte>> elements = call.ReadStringOutput(index);
        if (elements.IsEmpty)
        {
            return;
        }

        string[] values = new string[elements.Length];
        Decode(elements, values);
        new ReadOnlyTensorSpan<string>(values, destination.Lengths).CopyTo(destination);
    }

    /// <summary>Copies a string output into the caller's tensor as raw bytes.</summary>
    /// <param name="call">The call, after its run.</param>
    /// <param name="index">The position of the output.</param>
    /// <param name="destination">A tensor of exactly the output's shape; its elements become copies of their own.</param>
    /// <param name="singleRow">Whether the destination lacks the output's leading dimension of size 1.</param>
    /// <exception cref="ModelArgumentException">The output holds no strings or has another shape.</exception>
    public static void CopyOutput(this ModelCall call, int index, scoped in TensorSpan<ReadOnlyMemory<byte>> destination, bool singleRow = false)
    {
        RequireShape(call.OutputShape(index), destination.Lengths, singleRow);
        ReadOnlyMemory<byte>[] values = OwnCopies(call.ReadStringOutput(index));
        if (values.Length > 0)
        {
            new ReadOnlyTensorSpan<ReadOnlyMemory<byte>>(values, destination.Lengths).CopyTo(destination);
        }
    }

    /// <summary>One block for all elements, so that the garbage collector sees one object instead of one per element.</summary>
    internal static ReadOnlyMemory<byte>[] OwnCopies(ReadOnlySpan<ReadOnlyMemory<byte>> elements)
    {
        int length = 0;
        foreach (ReadOnlyMemory<byte> element in elements)
        {
            length = checked(length + element.Length);
        }

        byte[] block = GC.AllocateUninitializedArray<byte>(length);
        var copies = new ReadOnlyMemory<byte>[elements.Length];
        int start = 0;
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i].Span.CopyTo(block.AsSpan(start));
            copies[i] = block.AsMemory(start, elements[i].Length);
            start += elements[i].Length;
        }

        return copies;
    }

    private static Span<byte> WriteRow(ModelCall call, int index, DType dtype, ReadOnlySpan<nint> lengths)
    {
        scoped Span<nint> shape = lengths.Length < MaxStackRank ? stackalloc nint[MaxStackRank] : new nint[lengths.Length + 1];
        return call.WriteInput(index, dtype, WithBatch(lengths, shape));
    }

    private static Span<ReadOnlyMemory<byte>> WriteStrings(ModelCall call, int index, ReadOnlySpan<nint> lengths, bool singleRow)
    {
        if (!singleRow)
        {
            return call.WriteStringInput(index, lengths);
        }

        scoped Span<nint> shape = lengths.Length < MaxStackRank ? stackalloc nint[MaxStackRank] : new nint[lengths.Length + 1];
        return call.WriteStringInput(index, WithBatch(lengths, shape));
    }

    private static ReadOnlySpan<nint> WithBatch(ReadOnlySpan<nint> lengths, Span<nint> shape)
    {
        shape[0] = 1;
        lengths.CopyTo(shape[1..]);
        return shape[..(lengths.Length + 1)];
    }

    private static ReadOnlySpan<nint> CallerShape(ReadOnlySpan<nint> shape, bool singleRow)
    {
        if (shape.IsEmpty)
        {
            return ScalarShape;
        }

        return singleRow && shape.Length > 1 && shape[0] == 1 ? shape[1..] : shape;
    }

    private static void RequireShape(ReadOnlySpan<nint> shape, ReadOnlySpan<nint> lengths, bool singleRow)
    {
        ReadOnlySpan<nint> expected = CallerShape(shape, singleRow);
        if (!expected.SequenceEqual(lengths))
        {
            throw new ModelArgumentException(
                $"The output has shape {ShapeText.Write(expected)}, the tensor given for it has shape {ShapeText.Write(lengths)}.");
        }
    }

    private static void Encode(ReadOnlySpan<string> strings, Span<ReadOnlyMemory<byte>> elements)
    {
        int length = 0;
        foreach (string text in strings)
        {
            if (text is null)
            {
                throw new ModelArgumentException("An element of a string tensor is null; an empty string is written \"\".");
            }

            length = checked(length + Encoding.UTF8.GetByteCount(text));
        }

        byte[] block = GC.AllocateUninitializedArray<byte>(length);
        int start = 0;
        for (int i = 0; i < strings.Length; i++)
        {
            int written = Encoding.UTF8.GetBytes(strings[i], block.AsSpan(start));
            elements[i] = block.AsMemory(start, written);
            start += written;
        }
    }

    private static void Decode(ReadOnlySpan<ReadOnlyMemory<byte>> elements, Span<string> strings)
    {
        for (int i = 0; i < elements.Length; i++)
        {
            strings[i] = Encoding.UTF8.GetString(elements[i].Span);
        }
    }
}
