using KerasCompat.Contracts;

namespace KerasCompat.SavedModel.Wire;

/// <summary>
/// How many elements the default values of one model may have together. A few bytes can state a tensor of any size, and each of its
/// elements becomes a text in the contract.
/// </summary>
internal sealed class DefaultValueBudget
{
    private const long MaxElements = 1_000_000;

    private long _left = MaxElements;

    /// <summary>Takes the elements of a tensor of a shape.</summary>
    /// <exception cref="ModelFormatException">There are not as many left.</exception>
    public void Take(TensorShape shape, WireReader reader)
    {
        if (!shape.IsFullyKnown || TensorProtoUnpacking.ElementCount(shape) is not { } count || count > _left)
        {
            throw reader.Error($"a default value has the shape {shape}; those of all inputs may have {MaxElements} elements together");
        }

        _left -= count;
    }
}
