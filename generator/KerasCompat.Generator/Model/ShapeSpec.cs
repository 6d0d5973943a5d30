using KerasCompat.Contracts;

namespace KerasCompat.Generator.Model;

/// <summary>A shape as generated code and its documentation write it.</summary>
/// <param name="HasRank">Whether the number of dimensions is known.</param>
/// <param name="Dimensions">The sizes; -1 where one is unknown.</param>
/// <param name="Text">As in <c>[?,10]</c>.</param>
internal sealed record ShapeSpec(bool HasRank, EquatableArray<long> Dimensions, string Text)
{
    /// <summary>Whether it is one element, which C# writes as a plain value because .NET has no tensor of rank 0.</summary>
    public bool IsScalar => HasRank && Dimensions.Count == 0;

    /// <summary>Whether a caller with one row may leave the first dimension out.</summary>
    public bool HasBatch => Dimensions.Count > 1 && Dimensions[0] < 0;

    /// <summary>The shape of a contract.</summary>
    public static ShapeSpec From(TensorShape shape) => new(shape.HasRank, new(shape.Dimensions), shape.ToString());
}
