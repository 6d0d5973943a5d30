using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Mathematics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>Texts from the classes of each time step (tensorflow/core/kernels/ctc_decoder_ops.cc).</summary>
internal static class SequenceDecodingKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("CTCGreedyDecoder", Greedy);
        table.Add("CTCBeamSearchDecoder", Beam);
    }

    /// <summary>Outputs: positions of each of the best paths, then their values, then their shapes, then the logarithms of their probabilities.</summary>
    private static void Beam(KernelContext context)
    {
        HostTensor inputs = context.Input(0);
        KernelContext.Require(inputs.Rank == 3, $"inputs is not a 3-Tensor: {inputs}");
        int steps = (int)inputs.Shape[0], batch = (int)inputs.Shape[1], classes = (int)inputs.Shape[2];
        long[] lengths = context.Integers(1);
        KernelContext.Require(lengths.Length == batch && Array.TrueForAll(lengths, l => l >= 0 && l <= steps), $"sequence_length must have {batch} numbers up to {steps}");
        int paths = checked((int)context.Attributes.Int("top_paths", 1)), width = checked((int)context.Attributes.Int("beam_width", 100));
        KernelContext.Require(paths > 0 && paths <= width && classes > 0, $"top_paths ({paths}) must be positive and not above beam_width ({width})");
        double[] values = Numbers.ToDoubles(inputs), scores = new double[batch * paths];
        var best = new IReadOnlyList<(int[] Labels, double Score)>[batch];
        for (int b = 0; b < batch; b++)
        {
            var search = new BeamSearch(classes, width);
            for (int t = 0; t < lengths[b]; t++)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                search.Step(values.AsSpan(((t * batch) + b) * classes, classes));
            }

            best[b] = search.Best(paths, context.Attributes.Bool("merge_repeated", true));
            for (int p = 0; p < paths; p++)
            {
                scores[(b * paths) + p] = best[b][p].Score;
            }
        }

        for (int p = 0; p < paths; p++)
        {
            int count = best.Sum(found => found[p].Labels.Length);
            Numbers.Write(context.Allocate(p, DType.Int64, [count, 2]), [.. best.SelectMany((found, b) => found[p].Labels.SelectMany((_, i) => (double[])[b, i]))]);
            Numbers.Write(context.Allocate(paths + p, DType.Int64, [count]), [.. best.SelectMany(found => found[p].Labels).Select(label => (double)label)]);
            Numbers.Write(context.Allocate((2 * paths) + p, DType.Int64, [2]), [batch, best.Select(found => found[p].Labels.Length).DefaultIfEmpty(0).Max()]);
        }

        Numbers.Write(context.Allocate(3 * paths, inputs.DType, [batch, paths]), scores);
    }

    /// <summary>The best class of each step, without blanks and, where asked for, without repetitions.</summary>
    private static void Greedy(KernelContext context)
    {
        HostTensor inputs = context.Input(0);
        KernelContext.Require(inputs.Rank == 3, $"inputs is not a 3-Tensor: {inputs}");
        int steps = (int)inputs.Shape[0], batch = (int)inputs.Shape[1], classes = (int)inputs.Shape[2];
        long[] lengths = context.Integers(1);
        KernelContext.Require(lengths.Length == batch && Array.TrueForAll(lengths, l => l >= 0 && l <= steps), $"sequence_length must have {batch} numbers up to {steps}");
        long blank = context.Attributes.Int("blank_index", -1);
        blank = blank < 0 ? blank + classes : blank;
        bool merge = context.Attributes.Bool("merge_repeated", false);
        double[] values = Numbers.ToDoubles(inputs), scores = new double[batch];
        var places = new List<double>();
        var labels = new List<double>();
        int longest = 0;
        for (int b = 0; b < batch; b++)
        {
            int count = 0, previous = -1;
            for (int t = 0; t < lengths[b]; t++)
            {
                ReadOnlySpan<double> row = values.AsSpan(((t * batch) + b) * classes, classes);
                int best = IndexOfLargest(row);
                scores[b] -= row[best];
                if (best != blank && !(merge && best == previous))
                {
                    places.AddRange([b, count++]);
                    labels.Add(best);
                }

                previous = best;
            }

            longest = Math.Max(longest, count);
        }

        Numbers.Write(context.Allocate(0, DType.Int64, [labels.Count, 2]), [.. places]);
        Numbers.Write(context.Allocate(1, DType.Int64, [labels.Count]), [.. labels]);
        Numbers.Write(context.Allocate(2, DType.Int64, [2]), [batch, longest]);
        Numbers.Write(context.Allocate(3, inputs.DType, [batch, 1]), scores);
    }

    private static int IndexOfLargest(ReadOnlySpan<double> row)
    {
        int best = 0;
        for (int i = 1; i < row.Length; i++)
        {
            best = row[i] > row[best] ? i : best;
        }

        return best;
    }
}
