using KerasCompat.OnnxRuntime.Kernels.Variables;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>Changes the slices of a tensor that the last dimension of indices points to (tensorflow/core/kernels/scatter_nd_op.cc).</summary>
internal static class SliceScatter
{
    /// <summary>Changes slices in the order of the indices.</summary>
    /// <param name="target">The tensor; written to.</param>
    /// <param name="indices">Positions of slices, [..., depth].</param>
    /// <param name="updates">A slice for each, of the same element type.</param>
    /// <param name="how">What is done with their elements.</param>
    /// <exception cref="KernelException">They do not fit, or a position lies outside.</exception>
    public static void Apply(HostTensor target, HostTensor indices, HostTensor updates, ElementUpdate how)
    {
        KernelContext.Require(indices.Rank > 0 && indices.Shape[^1] <= target.Rank && updates.DType == target.DType, $"cannot scatter {updates} at {indices} into {target}");
        int depth = (int)indices.Shape[^1], size = KernelShapes.Count(target.Shape[depth..]), count = KernelShapes.Count(indices.Shape[..^1]);
        KernelContext.Require(updates.Shape.SequenceEqual([.. indices.Shape[..^1], .. target.Shape[depth..]]), $"updates {updates} do not fit indices {indices} of {target}");
        for (int i = 0; i < count; i++)
        {
            int to = 0;
            for (int d = 0; d < depth; d++)
            {
                long index = KernelContext.IntegerAt(indices, (i * depth) + d);
                KernelContext.Require(index >= 0 && index < target.Shape[d], $"indices[{i}] does not index into shape {KernelShapes.Write(target.Shape)}");
                to = (to * (int)target.Shape[d]) + (int)index;
            }

            ElementUpdates.Apply(target, to * size, updates, i * size, size, how);
        }
    }
}
