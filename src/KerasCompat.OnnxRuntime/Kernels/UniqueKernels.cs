using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>The distinct elements of a vector in the order of their first occurrence, for any element type (tensorflow/core/kernels/unique_op.cc, list_diff_op.cc).</summary>
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

    private static void Unique(KernelContext context)
    {
        HostTensor input = context.Input(0);
        KernelContext.Require(
            input.Rank == 1 && (context.InputCount == 1 || Array.TrueForAll(context.Integers(1), axis => axis is 0 or -1)), $"unique expects a 1D vector, got {input}");
        DType type = context.Attributes.Type("out_idx", DType.Int32);
        var places = new Dictionary<ElementKey, int>();
        var firsts = new List<int>();
        var counts = new List<double>();
        var positions = new double[input.Count];
        for (int i = 0; i < input.Count; i++)
        {
            if (places.TryAdd(ElementKey.Of(input, i), firsts.Count))
            {
                firsts.Add(i);
                counts.Add(0);
            }

            int place = places[ElementKey.Of(input, i)];
            positions[i] = place;
            counts[place]++;
        }

        KernelShapes.Gather(input, [.. firsts], context.Allocate(0, input.DType, [firsts.Count]));
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
