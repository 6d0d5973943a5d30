using KerasCompat.Cli.Tensors;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Values;

/// <summary>
/// Fits a value to the shape of an input: exactly, or with the batch dimension that a person leaves out who has one row, or as the one
/// element that a single value is.
/// </summary>
internal static class BatchDimension
{
    /// <summary>Fits a value to an input.</summary>
    /// <param name="value">The value.</param>
    /// <param name="input">The input.</param>
    /// <returns>The value with the rank of the input, and whether a batch dimension was added.</returns>
    /// <exception cref="FormatException">The value does not fit; the message says what was expected and given, as a clause.</exception>
    public static (ModelTensor Value, bool IsAdded) Fit(ModelTensor value, TensorContract input)
    {
        if (value.DType != input.DType)
        {
            throw new FormatException($"it is {value}, expected {input.DType.Name()}{input.Shape}");
        }

        if (Matches(value.Shape, input.Shape))
        {
            return (value, false);
        }

        nint[] widened = [1, .. value.Shape];
        if (Matches(widened, input.Shape))
        {
            return (Reshape(value, widened), true);
        }

        if (value.Shape.IsEmpty)
        {
            nint[] ones = [.. Enumerable.Repeat((nint)1, input.Shape.Rank)];
            if (Matches(ones, input.Shape))
            {
                return (Reshape(value, ones), true);
            }
        }

        throw new FormatException($"its shape is {TensorElements.Describe(value.Shape)}, expected {input.Shape}");
    }

    /// <summary>A value without its first dimension, which is 1.</summary>
    public static ModelTensor Remove(ModelTensor value) => value.Shape is [1, ..] ? Reshape(value, value.Shape[1..].ToArray()) : value;

    private static ModelTensor Reshape(ModelTensor value, nint[] shape) => value.DType == DType.String
        ? ModelTensor.FromStrings(shape, value.Strings)
        : ModelTensor.FromBytes(value.DType, shape, value.Bytes);

    private static bool Matches(ReadOnlySpan<nint> given, TensorShape wanted)
    {
        if (!wanted.HasRank)
        {
            return true;
        }

        if (given.Length != wanted.Rank)
        {
            return false;
        }

        for (int i = 0; i < given.Length; i++)
        {
            if (wanted.Dimensions[i] >= 0 && wanted.Dimensions[i] != given[i])
            {
                return false;
            }
        }

        return true;
    }
}
