using System.Text;

namespace KerasCompat.Contracts;

/// <summary>
/// The shape of a tensor as a signature states it: an unknown rank, or a size per dimension of which some may be unknown.
/// </summary>
public readonly struct TensorShape : IEquatable<TensorShape>
{
    /// <summary>How a dimension of unknown size is written, as in TensorFlow's <c>TensorShapeProto</c>.</summary>
    public const long UnknownDimension = -1;

    private readonly EquatableArray<long> _dimensions;

    /// <summary>A shape of known rank.</summary>
    /// <param name="dimensions">Sizes; <see cref="UnknownDimension"/> where one is unknown.</param>
    public TensorShape(params long[] dimensions)
    {
        _dimensions = new EquatableArray<long>(dimensions);
        HasRank = true;
    }

    /// <summary>The shape of which not even the rank is known. Also the default value.</summary>
    public static TensorShape UnknownRank => default;

    /// <summary>The shape of a single element.</summary>
    public static TensorShape Scalar { get; } = new([]);

    /// <summary>Whether the number of dimensions is known.</summary>
    public bool HasRank { get; }

    /// <summary>The number of dimensions, or -1 when it is unknown.</summary>
    public int Rank => HasRank ? _dimensions.Count : -1;

    /// <summary>Sizes; <see cref="UnknownDimension"/> where one is unknown. Empty when the rank is unknown.</summary>
    public IReadOnlyList<long> Dimensions => _dimensions;

    /// <summary>Whether the rank and every dimension are known.</summary>
    public bool IsFullyKnown
    {
        get
        {
            if (!HasRank)
            {
                return false;
            }

            foreach (long dimension in _dimensions)
            {
                if (dimension < 0)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Whether two shapes state the same.</summary>
    public static bool operator ==(TensorShape left, TensorShape right) => left.Equals(right);

    /// <summary>Whether two shapes state something different.</summary>
    public static bool operator !=(TensorShape left, TensorShape right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(TensorShape other) => HasRank == other.HasRank && _dimensions.Equals(other._dimensions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TensorShape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (_dimensions.GetHashCode() * 31) + (HasRank ? 1 : 0);

    /// <summary>As in <c>[?,10]</c>; <c>[...]</c> for an unknown rank and <c>[]</c> for a scalar.</summary>
    public override string ToString()
    {
        if (!HasRank)
        {
            return "[...]";
        }

        var text = new StringBuilder("[");
        for (int i = 0; i < _dimensions.Count; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            text.Append(_dimensions[i] < 0 ? "?" : _dimensions[i].ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.Append(']').ToString();
    }
}
