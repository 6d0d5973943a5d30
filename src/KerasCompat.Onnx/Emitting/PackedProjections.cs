namespace KerasCompat.Onnx.Emitting;

/// <summary>Queries, keys and values that are products of one value with three matrices, as self-attention makes them.</summary>
/// <param name="Source">The value: [batch, length, depth].</param>
/// <param name="Queries">The matrix of the queries, as the others [depth, heads * width].</param>
/// <param name="Keys">The matrix of the keys.</param>
/// <param name="Values">The matrix of the values.</param>
internal sealed record PackedProjections(OnnxValue Source, OnnxValue Queries, OnnxValue Keys, OnnxValue Values)
{
    // The product with larger matrices takes so long that nothing is gained by packing them, which costs a copy of what is else mapped from its file.
    private const long MostElements = 1 << 20;

    // ONNX Runtime's kernel of unpacked attention that is not masked goes over the keys in parts, which pays off from here on.
    private const long LongestWithoutMask = 256;

    /// <summary>What queries, keys and values are products of; null where they do not have that in common, or where it is not faster to know.</summary>
    public static PackedProjections? Of(AttentionFusion.Rows q, AttentionFusion.Rows k, AttentionFusion.Rows v, bool isMasked)
    {
        if (Product(q) is not { } queries || Product(k) is not { } keys || Product(v) is not { } values
            || queries.Source != keys.Source || queries.Source != values.Source || q.Width != v.Width
            || queries.Source.Shape is not [_, var length, { IsKnown: true } depth] || 3 * depth.Value * q.Heads * q.Width > MostElements)
        {
            return null;
        }

        return isMasked || (length.IsKnown && length.Value <= LongestWithoutMask)
            ? new PackedProjections(queries.Source, queries.Weights, keys.Weights, values.Weights)
            : null;
    }

    /// <summary>The three matrices side by side: [depth, 3 * heads * width].</summary>
    public OnnxValue Weights(OnnxScope scope) => scope.Node("Concat", [Queries, Keys, Values], new OnnxAttributes { ["axis"] = 1L });

    // Keras keeps such weights as [depth, heads, width] and flattens them.
    private static (OnnxValue Source, OnnxValue Weights)? Product(AttentionFusion.Rows rows) =>
        rows.Flat.Producer is { OpType: "MatMul", Inputs: [{ Rank: 3 } source, { Rank: 2 } weights] } && weights.IsInitializerBehind("Reshape") ? (source, weights) : null;
}
