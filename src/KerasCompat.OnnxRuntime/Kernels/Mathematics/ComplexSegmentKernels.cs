using System.Numerics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>Sums, means and products of rows of complex numbers by the segment that each belongs to (tensorflow/core/ops/math_ops.cc).</summary>
internal static class ComplexSegmentKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        foreach (string op in (string[])
            ["SegmentSum", "SegmentMean", "SegmentProd", "SegmentSumV2", "SegmentProdV2", "UnsortedSegmentSum", "UnsortedSegmentProd"])
        {
            table.Add(op, Reduce, node => node.OutputTypes is [var type, ..] && Numbers.IsComplex(type));
        }
    }

    /// <summary>Inputs: rows, the segment of each, and their number unless the last segment says it. Rows of segments outside are dropped.</summary>
    private static void Reduce(KernelContext context)
    {
        HostTensor rows = context.Input(0), segments = context.Input(1);
        string op = context.Node.Op;
        KernelContext.Require(rows.Shape.StartsWith(segments.Shape), $"data {rows} must begin with the shape of segment_ids {segments}");
        long[] ids = context.Integers(1);
        bool sorted = context.InputCount == 2;
        KernelContext.Require(!sorted || ids.Zip(ids.Skip(1)).All(pair => pair.First <= pair.Second), "segment ids are not increasing");
        int count = checked((int)(sorted ? ids.LastOrDefault(-1) + 1 : context.Integer(2)));
        KernelContext.Require(count >= 0, $"num_segments must be non-negative, got {count}");
        int inner = KernelShapes.Count(rows.Shape[segments.Rank..]);
        bool isProduct = op.Contains("Prod", StringComparison.Ordinal);
        HostTensor output = context.Allocate(0, rows.DType, [count, .. rows.Shape[segments.Rank..]]);
        Complex[] values = Numbers.ToComplex(rows), results = new Complex[output.Count];
        Array.Fill(results, isProduct ? Complex.One : Complex.Zero);
        var members = new int[count];
        for (int row = 0; row < ids.Length; row++)
        {
            if (ids[row] < 0 || ids[row] >= count)
            {
                continue;
            }

            int segment = (int)ids[row];
            members[segment]++;
            for (int i = 0; i < inner; i++)
            {
                ref Complex result = ref results[(segment * inner) + i];
                Complex value = values[(row * inner) + i];
                result = isProduct ? result * value : result + value;
            }
        }

        if (op == "SegmentMean")
        {
            results = [.. results.Select((sum, i) => sum / Math.Max(members[i / inner], 1))];
        }

        Numbers.Write(output, results);
    }
}
