using KerasCompat.Contracts;

namespace KerasCompat.Engines;

/// <summary>What a generated client knows of one input or output of a signature since it was compiled.</summary>
/// <param name="name">The name of the parameter or property in C#.</param>
/// <param name="key">The key in the signature.</param>
/// <param name="dtype">The element type.</param>
/// <param name="shape">The shape that the signature states.</param>
/// <param name="sharesBatch">
/// Whether an unknown first dimension is the batch that all inputs of the call have in common, as Keras' models have it. False where
/// the first dimensions of inputs need not agree: the parts of a ragged or sparse input, functions that are no Keras models.
/// </param>
public sealed class ClientTensor(string name, string key, DType dtype, TensorShape shape, bool sharesBatch = true)
{
    private readonly long[] _dimensions = [.. shape.Dimensions];

    /// <summary>The name of the parameter or property in C#.</summary>
    public string Name { get; } = name;

    /// <summary>The key in the signature.</summary>
    public string Key { get; } = key;

    /// <summary>The element type.</summary>
    public DType DType { get; } = dtype;

    /// <summary>The shape that the signature states.</summary>
    public TensorShape Shape { get; } = shape;

    /// <summary>Whether the first dimension may be left out by a caller who has one row: it is unknown, and others follow it.</summary>
    public bool HasBatch => _dimensions.Length > 1 && _dimensions[0] < 0;

    /// <summary>Whether the unknown first dimension must agree with that of the other inputs of a call.</summary>
    public bool SharesBatch { get; } = sharesBatch && shape.HasRank && shape.Rank > 0 && shape.Dimensions[0] < 0;

    /// <summary>The sizes of <see cref="Shape"/>, without an interface call for each.</summary>
    internal ReadOnlySpan<long> Dimensions => _dimensions;
}
