namespace KerasCompat.OnnxRuntime.Kernels.Forests;

/// <summary>Some categories: as bits, or in ascending order.</summary>
internal sealed class CategorySet
{
    private readonly ReadOnlyMemory<byte> _bits;
    private readonly int[]? _sorted;

    /// <summary>From bits, the lowest first.</summary>
    public CategorySet(ReadOnlyMemory<byte> bits) => _bits = bits;

    /// <summary>From categories in any order.</summary>
    public CategorySet(IEnumerable<int> categories) => _sorted = [.. categories.Order()];

    /// <summary>Whether a category is among them.</summary>
    public bool Contains(int category) => _sorted is not null
        ? Array.BinarySearch(_sorted, category) >= 0
        : category >= 0 && category >> 3 < _bits.Length && (_bits.Span[category >> 3] & (1 << (category & 7))) != 0;
}
