using System.Numerics.Tensors;
using System.Text;

namespace KerasCompat.Engines;

/// <summary>
/// Copies string tensors into and out of a <see cref="ModelCall"/>: as bytes, which is what TensorFlow's strings are, or as text in UTF-8.
/// </summary>
/// <remarks>Bytes that are no UTF-8 read as U+FFFD; who needs them exactly takes the bytes.</remarks>
public static class ModelCallStrings
{
    /// <summary>Gives the elements of a string input; the call refers to the bytes and does not copy them.</summary>
    /// <param name="call">The call.</param>
    /// <param name="index">The position of the input.</param>
    /// <param name="tensor">The elements.</param>
    /// <param name="check">The check that the shapes of the call have passed.</param>
    public static void Write(this ModelCall call, int index, in ReadOnlyTensorSpan<ReadOnlyMemory<byte>> tensor, in ShapeCheck check)
    {
        ArgumentNullException.ThrowIfNull(call);
        Span<nint> room = stackalloc nint[BatchShape.MaxRank];
        tensor.FlattenTo(call.WriteStringInput(index, BatchShape.Add(check.Signature.Inputs[index], tensor.Lengths, room)));
    }

    /// <summary>Gives the elements of a string input as UTF-8.</summary>
    /// <param name="call">The call.</param>
    /// <param name="index">The position of the input.</param>
    /// <param name="tensor">The elements.</param>
    /// <param name="check">The check that the shapes of the call have passed.</param>
    /// <exception cref="ModelArgumentException">An element is null.</exception>
    public static void Write(this ModelCall call, int index, in ReadOnlyTensorSpan<string> tensor, in ShapeCheck check)
    {
        ArgumentNullException.ThrowIfNull(call);
        ClientTensor input = check.Signature.Inputs[index];
        Span<nint> room = stackalloc nint[BatchShape.MaxRank];
        Span<ReadOnlyMemory<byte>> elements = call.WriteStringInput(index, BatchShape.Add(input, tensor.Lengths, room));
        int position = 0;
        foreach (string? text in tensor)
        {
            elements[position] = Encode(text, input, check, position);
            position++;
        }
    }

    /// <summary>Gives the one element of a scalar string input.</summary>
    /// <param name="call">The call.</param>
    /// <param name="index">The position of the input.</param>
    /// <param name="value">The element.</param>
    /// <param name="check">The check of the call.</param>
    public static void WriteScalar(this ModelCall call, int index, ReadOnlyMemory<byte> value, in ShapeCheck check)
    {
        ArgumentNullException.ThrowIfNull(call);
        call.WriteStringInput(index, [])[0] = value;
    }

    /// <summary>Gives the one element of a scalar string input as UTF-8.</summary>
    /// <param name="call">The call.</param>
    /// <param name="index">The position of the input.</param>
    /// <param name="value">The element.</param>
    /// <param name="check">The check of the call.</param>
    /// <exception cref="ModelArgumentException">The element is null.</exception>
    public static void WriteScalar(this ModelCall call, int index, string value, in ShapeCheck check) =>
        call.WriteScalar(index, Encode(value, check.Signature.Inputs[index], check, 0), check);

    /// <summary>Copies a string output into a new tensor; drops the batch dimension where the caller left it out.</summary>
    /// <param name="call">The finished call.</param>
    /// <param name="index">The position of the output.</param>
    /// <param name="check">The check of the call.</param>
    public static Tensor<ReadOnlyMemory<byte>> ReadBytes(this ModelCall call, int index, in ShapeCheck check)
    {
        ArgumentNullException.ThrowIfNull(call);
        ReadOnlySpan<ReadOnlyMemory<byte>> elements = call.ReadStringOutput(index);
        var copies = new ReadOnlyMemory<byte>[elements.Length];
        Copy(elements, copies);
        return BatchShape.NewTensor<ReadOnlyMemory<byte>>(copies, BatchShape.Remove(check, index, call.OutputShape(index)));
    }

    /// <summary>The one element of a scalar string output.</summary>
    /// <param name="call">The finished call.</param>
    /// <param name="index">The position of the output.</param>
    /// <param name="check">The check of the call.</param>
    /// <exception cref="ModelCallException">The model gave more than one element although its signature says that it is a scalar.</exception>
    public static ReadOnlyMemory<byte> ReadScalarBytes(this ModelCall call, int index, in ShapeCheck check)
    {
        ArgumentNullException.ThrowIfNull(call);
        BatchShape.RequireScalar(check, index, call.OutputShape(index));
        return call.ReadStringOutput(index)[0].ToArray();
    }

    /// <summary>Copies a string output into the caller's tensor.</summary>
    /// <param name="call">The finished call.</param>
    /// <param name="index">The position of the output.</param>
    /// <param name="destination">The tensor to fill; of exactly the output's shape.</param>
    /// <param name="check">The check of the call.</param>
    /// <exception cref="ModelArgumentException">The output has another shape.</exception>
    public static void CopyTo(this ModelCall call, int index, in TensorSpan<ReadOnlyMemory<byte>> destination, in ShapeCheck check)
    {
        ArgumentNullException.ThrowIfNull(call);
        check.Destination(index, BatchShape.Remove(check, index, call.OutputShape(index)), destination.Lengths);
        ReadOnlySpan<ReadOnlyMemory<byte>> elements = call.ReadStringOutput(index);
        var copies = new ReadOnlyMemory<byte>[elements.Length];
        Copy(elements, copies);
        BatchShape.Copy(copies, destination);
    }

    /// <summary>Copies a string output into the caller's tensor as text.</summary>
    /// <param name="call">The finished call.</param>
    /// <param name="index">The position of the output.</param>
    /// <param name="destination">The tensor to fill; of exactly the output's shape.</param>
    /// <param name="check">The check of the call.</param>
    /// <exception cref="ModelArgumentException">The output has another shape.</exception>
    public static void CopyTo(this ModelCall call, int index, in TensorSpan<string> destination, in ShapeCheck check)
    {
        ArgumentNullException.ThrowIfNull(call);
        check.Destination(index, BatchShape.Remove(check, index, call.OutputShape(index)), destination.Lengths);
        ReadOnlySpan<ReadOnlyMemory<byte>> elements = call.ReadStringOutput(index);
        var texts = new string[elements.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = Encoding.UTF8.GetString(elements[i].Span);
        }

        BatchShape.Copy(texts, destination);
    }

    /// <summary>The text of a tensor of strings.</summary>
    /// <param name="bytes">The bytes of each element.</param>
    public static Tensor<string> Decode(Tensor<ReadOnlyMemory<byte>> bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var texts = new string[(int)bytes.FlattenedLength];
        int position = 0;
        foreach (ReadOnlyMemory<byte> element in bytes)
        {
            texts[position++] = Encoding.UTF8.GetString(element.Span);
        }

        return BatchShape.NewTensor<string>(texts, bytes.Lengths);
    }

    private static byte[] Encode(string? text, ClientTensor input, in ShapeCheck check, int position) => text is null
        ? throw new ModelArgumentException(
            $"Model '{check.Signature.Model}', signature '{check.Signature.Key}', input '{input.Name}' (key '{input.Key}'): element {position} is null.",
            input.Name)
        : Encoding.UTF8.GetBytes(text);

    private static void Copy(ReadOnlySpan<ReadOnlyMemory<byte>> elements, ReadOnlyMemory<byte>[] copies)
    {
        for (int i = 0; i < copies.Length; i++)
        {
            copies[i] = elements[i].ToArray();
        }
    }
}
