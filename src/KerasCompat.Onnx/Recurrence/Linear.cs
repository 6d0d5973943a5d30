using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Recurrence;

/// <summary>A sum of products of vectors with matrices, and of biases.</summary>
/// <param name="Products">Vectors and the matrices that they are multiplied with.</param>
/// <param name="Biases">Biases.</param>
/// <param name="Width">The length of the sum.</param>
internal sealed record Linear(IReadOnlyList<(TfOutput Source, Block Weights)> Products, IReadOnlyList<Block> Biases, long Width)
{
    /// <summary>The sum of two; null when they differ in length.</summary>
    public static Linear? Sum(Linear? a, Linear? b) =>
        a is null || b is null || a.Width != b.Width ? null : new Linear([.. a.Products, .. b.Products], [.. a.Biases, .. b.Biases], a.Width);

    /// <summary>Some of the elements; null when there are none such.</summary>
    public Linear? Part(long start, long count) => start < 0 || count <= 0 || start + count > Width ? null : new Linear(
        [.. Products.Select(p => (p.Source, p.Weights.Part(start, count)))],
        [.. Biases.Select(b => b.Value.Rank == 0 ? b with { Columns = count } : b.Part(start, count))],
        count);

    public Linear Plus(Block bias) => this with { Biases = [.. Biases, bias] };
}
