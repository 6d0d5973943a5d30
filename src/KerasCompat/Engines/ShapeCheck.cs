using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using KerasCompat.Contracts;

namespace KerasCompat.Engines;

/// <summary>
/// Checks the shapes of one call against what the client was compiled with, before the engine sees anything; remembers whether the
/// caller left out the batch dimension.
/// </summary>
/// <remarks>
/// The rule: an input of signature <c>[?,10]</c> takes <c>[N,10]</c>, or <c>[10]</c> for one row. When every such input of a call is
/// one row, the outputs lose their unknown first dimension too: <c>[?,1]</c> comes back as <c>[1]</c>. An output that has no other
/// dimension (<c>[?]</c>) keeps it, because a tensor has at least one. Batches of the inputs of one call must be of the same size.
/// </remarks>
/// <param name="signature">The signature that is called.</param>
public struct ShapeCheck(ClientSignature signature)
{
    private nint _batch = -1;
    private int _batchInput = -1;
    private bool _anyRow;
    private bool _anyBatch;

    /// <summary>The signature that is called.</summary>
    public readonly ClientSignature Signature { get; } = signature;

    /// <summary>Whether the caller gave one row everywhere and left out the batch dimension.</summary>
    public readonly bool IsSingleRow => _anyRow && !_anyBatch;

    /// <summary>Checks the shape of an input.</summary>
    /// <param name="index">The position of the input.</param>
    /// <param name="lengths">The shape of the tensor that the caller gave.</param>
    /// <exception cref="ModelArgumentException">The signature wants another shape; the message names model, signature, parameter, expected and given shape.</exception>
    public void Input(int index, ReadOnlySpan<nint> lengths)
    {
        ClientTensor input = Signature.Inputs[index];
        if (!input.Shape.HasRank)
        {
            return;
        }

        ReadOnlySpan<long> dimensions = input.Dimensions;
        bool isRow = input.HasBatch && lengths.Length == dimensions.Length - 1;
        if (!Fits(isRow ? dimensions[1..] : dimensions, lengths))
        {
            ThrowInput(input, lengths);
        }

        if (input.HasBatch)
        {
            _anyRow |= isRow;
            _anyBatch |= !isRow;
        }

        if (!input.SharesBatch)
        {
            return;
        }

        nint batch = isRow ? 1 : lengths[0];
        if (_batchInput < 0)
        {
            _batch = batch;
            _batchInput = index;
        }
        else if (_batch != batch)
        {
            ThrowBatch(input, batch);
        }
    }

    /// <summary>Checks the shape of a tensor that an output will be written into, as far as the signature tells its shape.</summary>
    /// <param name="index">The position of the output.</param>
    /// <param name="lengths">The shape of the tensor that the caller gave.</param>
    /// <exception cref="ModelArgumentException">The output has another shape.</exception>
    public readonly void Output(int index, ReadOnlySpan<nint> lengths)
    {
        ClientTensor output = Signature.Outputs[index];
        if (!output.Shape.HasRank)
        {
            return;
        }

        if (!Fits(IsSingleRow && output.HasBatch ? output.Dimensions[1..] : output.Dimensions, lengths))
        {
            ThrowOutput(output, Write(IsSingleRow && output.HasBatch ? output.Dimensions[1..] : output.Dimensions), lengths);
        }
    }

    /// <summary>Checks that the tensor that an output will be written into has exactly the shape of the output.</summary>
    /// <param name="index">The position of the output.</param>
    /// <param name="actual">The shape of the output, without the batch dimension where the caller left it out.</param>
    /// <param name="lengths">The shape of the tensor that the caller gave.</param>
    internal readonly void Destination(int index, ReadOnlySpan<nint> actual, ReadOnlySpan<nint> lengths)
    {
        if (!actual.SequenceEqual(lengths))
        {
            ThrowOutput(Signature.Outputs[index], Write(actual), lengths);
        }
    }

    private static bool Fits(ReadOnlySpan<long> dimensions, ReadOnlySpan<nint> lengths)
    {
        if (dimensions.Length != lengths.Length)
        {
            return false;
        }

        for (int i = 0; i < lengths.Length; i++)
        {
            if (dimensions[i] >= 0 && dimensions[i] != lengths[i])
            {
                return false;
            }
        }

        return true;
    }

    private static string Write<T>(ReadOnlySpan<T> lengths)
        where T : IFormattable
    {
        var text = new StringBuilder("[");
        for (int i = 0; i < lengths.Length; i++)
        {
            string length = lengths[i].ToString(null, CultureInfo.InvariantCulture);
            text.Append(i > 0 ? "," : "").Append(length == "-1" ? "?" : length);
        }

        return text.Append(']').ToString();
    }

    [DoesNotReturn]
    private readonly void ThrowInput(ClientTensor input, ReadOnlySpan<nint> lengths)
    {
        string row = input.HasBatch ? $" (or {Write(input.Dimensions[1..])} for one row)" : "";
        throw new ModelArgumentException(
            $"{Place("input", input)}: expected {input.DType.Name()}{input.Shape}{row}, given {Write(lengths)}.", input.Name);
    }

    [DoesNotReturn]
    private readonly void ThrowBatch(ClientTensor input, nint batch)
    {
        ClientTensor first = Signature.Inputs[_batchInput];
        throw new ModelArgumentException(
            $"{Place("input", input)}: expected a batch of {_batch} as '{first.Name}' has, given {batch}. "
            + "The inputs of one call have the same number of rows.",
            input.Name);
    }

    [DoesNotReturn]
    private readonly void ThrowOutput(ClientTensor output, string expected, ReadOnlySpan<nint> lengths) =>
        throw new ModelArgumentException(
            $"{Place("output", output)}: the output is {output.DType.Name()}{expected}, the tensor given for it is {Write(lengths)}.",
            output.Name);

    private readonly string Place(string kind, ClientTensor tensor) =>
        $"Model '{Signature.Model}', signature '{Signature.Key}', {kind} '{tensor.Name}' (key '{tensor.Key}')";
}
