using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>The distinct elements of a vector, or slices of a tensor, in the order of their first occurrence, for any element type (tensorflow/core/kernels/unique_op.cc, list_diff_op.cc).</summary>
internal static class UniqueKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        foreach (string op in (string[])["Unique", "UniqueV2", "UniqueWithCounts", "UniqueWithCountsV2"])
        {
            table.Add(op, Unique);
        }

        table.Add("ListDiff", ListDiff);
    }

    /// <summary>Inputs: a tensor, and in newer versions the axis along which its slices are compared, or none for a vector.</summary>
    private static void Unique(KernelContext context)
    {
        HostTensor input = context.Input(0);
        long[] axes = context.InputCount == 1 ? [] : context.Integers(1);
        KernelContext.Require(axes.Length < 2, $"axis tensor should have at most 1 element, got {axes.Length}");
        KernelContext.Require(axes.Length == 1 || input.Rank == 1, $"unique expects a 1D vector, got {input}");
        int axis = axes is [var given] ? KernelShapes.Axis(given, input.Rank) : 0, count = (int)input.Shape[axis];
        DType type = context.Attributes.Type("out_idx", DType.Int32);
        var places = new Dictionary<ElementKey, int>();
        var firsts = new List<int>();
        var counts = new List<double>();
        var positions = new double[count];
        for (int i = 0; i < count; i++)
        {
            var key = ElementKey.OfSlice(input, axis, i);
            if (places.TryAdd(key, firsts.Count))
            {
                firsts.Add(i);
                counts.Add(0);
            }

            int place = places[key];
            positions[i] = place;
            counts[place]++;
        }

        int[][] kept = [.. Enumerable.Range(0, input.Rank).Select(d => d == axis ? firsts.ToArray() : [.. Enumerable.Range(0, (int)input.Shape[d])])];
        KernelShapes.Gather(input, KernelShapes.Indices(input.Shape, kept), context.Allocate(0, input.DType, [.. kept.Select(d => (nint)d.Length)]));
        Mathematics.Numbers.Write(context.Allocate(1, type, [positions.Length]), positions);
        if (context.OutputCount > 2)
        {
            Mathematics.Numbers.Write(context.Allocate(2, type, [counts.Count]), [.. counts]);
        }
    }

    private static void ListDiff(KernelContext context)
    {
        HostTensor input = context.Input(0), without = context.Input(1);
        var dropped = new HashSet<ElementKey>();
        for (int i = 0; i < without.Count; i++)
        {
            dropped.Add(ElementKey.Of(without, i));
        }

        int[] kept = [.. Enumerable.Range(0, input.Count).Where(i => !dropped.Contains(ElementKey.Of(input, i)))];
        KernelShapes.Gather(input, kept, context.Allocate(0, input.DType, [kept.Length]));
        Mathematics.Numbers.Write(context.Allocate(1, context.Attributes.Type("out_idx", DType.Int32), [kept.Length]), [.. kept.Select(i => (double)i)]);
    }
}
