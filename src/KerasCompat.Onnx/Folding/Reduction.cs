using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Inference;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Folding;

/// <summary>Reductions of integers; those of floats are left to the runtime, whose order of summation counts.</summary>
internal static class Reduction
{
    public static ConstantTensor? TryEvaluate(InferredNode node)
    {
        if (node.InputOrNull(0)?.Constant is not { DType: DType.Int32 or DType.Int64 } input || ConstantEvaluator.KnownShape(node) is not { } shape)
        {
            return null;
        }

        (long Start, Func<long, long, long> Combine)? how = node.OpType switch
        {
            "ReduceSum" => (0L, (a, b) => unchecked(a + b)),
            "ReduceProd" => (1L, (a, b) => unchecked(a * b)),
            "ReduceMax" => (long.MinValue, Math.Max),
            "ReduceMin" => (long.MaxValue, Math.Min),
            _ => null,
        };
        if (how is not { } reduction || input.ElementCount == 0)
        {
            return null;
        }

        long[] axes = node.InputOrNull(1) is null ? [] : node.Known(1) ?? [];
        if (axes.Length == 0 && node.Attributes.Int("noop_with_empty_axes", 0) != 0)
        {
            return input;
        }

        int rank = input.Shape.Count;
        var reduced = axes.Select(a => (int)(a < 0 ? a + rank : a)).ToHashSet();
        long[] kept = [.. input.Shape.Select((size, axis) => axes.Length == 0 || reduced.Contains(axis) ? 1 : size)];
        int[] target = Strides.Broadcast(kept, [.. input.Shape]);
        var result = new long[Strides.Count(kept)];
        Array.Fill(result, reduction.Start);
        long[] values = Constants.ToIntegers(input);
        for (int i = 0; i < values.Length; i++)
        {
            result[target[i]] = reduction.Combine(result[target[i]], values[i]);
        }

        return Constants.FromIntegers(input.DType, result, shape);
    }
}
