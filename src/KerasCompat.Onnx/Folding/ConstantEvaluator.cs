using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Inference;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Folding;

/// <summary>
/// Computes ONNX nodes whose inputs are all known, while translating. It covers what shapes, axes and small tables are computed with;
/// what it does not cover is left to ONNX Runtime, which folds too.
/// </summary>
internal static class ConstantEvaluator
{
    /// <summary>The most elements that are computed; more are only moved.</summary>
    public const int MostComputed = 1 << 16;

    /// <summary>The value of a node with one output, or null when it is not covered or would be larger than <paramref name="limit"/> elements.</summary>
    public static ConstantTensor? TryEvaluate(InferredNode node, long limit)
    {
        if (node.Domain.Length != 0 || node.Output.DType == DType.String || Array.Exists(node.Inputs, i => i is { DType: DType.String or DType.Invalid or DType.UInt64 }))
        {
            return null;
        }

        double elements = 1;
        foreach (Dim size in node.Output.Shape ?? [])
        {
            if (!size.IsKnown)
            {
                return null;
            }

            elements *= size.Value;
        }

        return elements > limit ? null
            : Rearrangement.TryEvaluate(node) ?? (elements > MostComputed ? null : Arithmetic.TryEvaluate(node) ?? Reduction.TryEvaluate(node));
    }

    /// <summary>The output's shape when all of it is known.</summary>
    internal static long[]? KnownShape(InferredNode node) =>
        node.Output.Shape is { } shape && Array.TrueForAll(shape, d => d.IsKnown) ? Array.ConvertAll(shape, d => d.Value) : null;
}
