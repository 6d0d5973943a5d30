using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KerasCompat.Engines;

/// <summary>
/// Copies typed tensors into and out of a <see cref="ModelCall"/>, as generated clients do. The element type is .NET's own type of the
/// layout that the <see cref="ClientTensor.DType"/> names; <see cref="ushort"/> holds the bits of a <c>bfloat16</c>.
/// </summary>
/// <remarks>The shapes given must have passed the <see cref="ShapeCheck"/> of the call. Strings are in <see cref="ModelCallStrings"/>.</remarks>
public static class ModelCallTensors
{
    /// <summary>Copies a tensor into an input; adds the batch dimension where the caller left it out.</summary>
    /// <typeparam name="T">The element type of the input.</typeparam>
    /// <param name="call">The call.</param>
    /// <param name="index">The position of the input.</param>
    /// <param name="tensor">The values.</param>
    /// <param name="check">The check that the shapes of the call have passed.</param>
    public static void Write<T>(this ModelCall call, int index, in ReadOnlyTensorSpan<T> tensor, in ShapeCheck check)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(call);
        ClientTensor input = check.Signature.Inputs[index];
        Span<byte> buffer = BatchShape.IsRow(input, tensor.Lengths)
            ? WriteRow(call, index, input, tensor.Lengths)
            : call.WriteInput(index, input.DType, tensor.Lengths);
        Span<T> elements = MemoryMarshal.Cast<byte, T>(buffer);
        if (tensor.IsDense)
        {
            // The reference is the source of one block copy and not written to; FlattenTo would walk the dimensions.
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.AsRef(in tensor.GetPinnableReference()), elements.Length).CopyTo(elements);
        }
        else
        {
            tensor.FlattenTo(elements);
        }
    }

    /// <summary>Writes the one element of a scalar input.</summary>
    /// <typeparam name="T">The element type of the input.</typeparam>
    /// <param name="call">The call.</param>
    /// <param name="index">The position of the input.</param>
    /// <param name="value">The element.</param>
    /// <param name="check">The check of the call.</param>
    public static void WriteScalar<T>(this ModelCall call, int index, T value, in ShapeCheck check)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(call);
        MemoryMarshal.Write(call.WriteInput(index, check.Signature.Inputs[index].DType, []), in value);
    }

    /// <summary>Copies an output into a new tensor; drops the batch dimension where the caller left it out.</summary>
    /// <typeparam name="T">The element type of the output.</typeparam>
    /// <param name="call">The finished call.</param>
    /// <param name="index">The position of the output.</param>
    /// <param name="check">The check of the call.</param>
    public static Tensor<T> Read<T>(this ModelCall call, int index, in ShapeCheck check)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(call);
        ReadOnlySpan<T> elements = MemoryMarshal.Cast<byte, T>(call.ReadOutput(index, check.Signature.Outputs[index].DType));
        return BatchShape.NewTensor(elements, BatchShape.Remove(check, index, call.OutputShape(index)));
    }

    /// <summary>The one element of a scalar output.</summary>
    /// <typeparam name="T">The element type of the output.</typeparam>
    /// <param name="call">The finished call.</param>
    /// <param name="index">The position of the output.</param>
    /// <param name="check">The check of the call.</param>
    /// <exception cref="ModelCallException">The model gave more than one element although its signature says that it is a scalar.</exception>
    public static T ReadScalar<T>(this ModelCall call, int index, in ShapeCheck check)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(call);
        BatchShape.RequireScalar(check, index, call.OutputShape(index));
        return MemoryMarshal.Read<T>(call.ReadOutput(index, check.Signature.Outputs[index].DType));
    }

    /// <summary>Copies an output into the caller's tensor. Allocates nothing.</summary>
    /// <typeparam name="T">The element type of the output.</typeparam>
    /// <param name="call">The finished call.</param>
    /// <param name="index">The position of the output.</param>
    /// <param name="destination">The tensor to fill; of exactly the output's shape.</param>
    /// <param name="check">The check of the call.</param>
    /// <exception cref="ModelArgumentException">The output has another shape.</exception>
    public static void CopyTo<T>(this ModelCall call, int index, in TensorSpan<T> destination, in ShapeCheck check)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(call);
        ReadOnlySpan<nint> shape = BatchShape.Remove(check, index, call.OutputShape(index));
        check.Destination(index, shape, destination.Lengths);
        BatchShape.Copy(MemoryMarshal.Cast<byte, T>(call.ReadOutput(index, check.Signature.Outputs[index].DType)), destination);
    }

    [SkipLocalsInit]
    private static Span<byte> WriteRow(ModelCall call, int index, ClientTensor input, ReadOnlySpan<nint> lengths)
    {
        scoped Span<nint> room = stackalloc nint[BatchShape.MaxRank];
        return call.WriteInput(index, input.DType, BatchShape.Add(input, lengths, room));
    }
}
