using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Mathematics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Structures;

/// <summary>Ops of TensorFlow Text that find the best structure among scores (tensorflow_text/core/ops/mst_ops.cc, constrained_sequence_op.cc).</summary>
internal static class StructureKernels
{
    /// <summary>TensorFlow Text numbers nodes with 16 bits, cycles included.</summary>
    private const int MostNodes = 32_766;

    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("MaxSpanningTree", MaxSpanningTree);
        table.Add("ConstrainedSequence", ConstrainedSequence);
    }

    /// <summary>Inputs: the number of nodes of each graph [batch], scores of arcs [batch, target, source]; scores that are not finite are no arcs.</summary>
    private static void MaxSpanningTree(KernelContext context)
    {
        HostTensor counts = context.Input(0), scores = context.Input(1);
        KernelContext.Require(counts.Rank == 1 && scores.Rank == 3, $"num_nodes must be a vector and scores of rank 3, got {counts} and {scores}");
        int batch = (int)scores.Shape[0], size = (int)scores.Shape[1];
        KernelContext.Require(counts.Count == batch && scores.Shape[2] == size, $"num_nodes {counts} and scores {scores} do not fit");
        double[] values = Numbers.ToDoubles(scores), best = new double[batch];
        HostTensor output = context.Allocate(1, DType.Int32, [batch, size]);
        Span<int> sources = output.Values<int>();
        sources.Fill(-1);
        for (int graph = 0; graph < batch; graph++)
        {
            long nodes = KernelContext.IntegerAt(counts, graph);
            KernelContext.Require(nodes > 0 && nodes <= size && nodes <= MostNodes, $"the number of nodes in digraph {graph} is {nodes}, expected 1 to {Math.Min(size, MostNodes)}");
            var tree = new SpanningTree((int)nodes, context.Attributes.Bool("forest", false));
            for (int target = 0; target < nodes; target++)
            {
                for (int source = 0; source < nodes; source++)
                {
                    double score = values[At(target, source)];
                    if (double.IsFinite(score))
                    {
                        tree.AddArc(source, target, score);
                    }
                }
            }

            int[] found = tree.Solve() ?? throw KernelContext.Refuse("Infeasible digraph");
            for (int target = 0; target < found.Length; target++)
            {
                sources[(graph * size) + target] = found[target];
                best[graph] += values[At(target, found[target])];
            }

            int At(int target, int source) => (((graph * size) + target) * size) + source;
        }

        Numbers.Write(context.Allocate(0, scores.DType, [batch]), best);
    }

    /// <summary>Inputs: scores [batch, steps, states] or [steps, states], lengths, allowed transitions and weights of transitions, which may be empty.</summary>
    private static void ConstrainedSequence(KernelContext context)
    {
        HostTensor scores = context.Input(0), lengths = context.Input(1), allowed = context.Input(2), weights = context.Input(3);
        KernelContext.Require(scores.Rank is 2 or 3, $"The score tensor must be of rank 2 or 3, got {scores}");
        int batch = scores.Rank == 3 ? (int)scores.Shape[0] : 1, steps = (int)scores.Shape[^2], states = (int)scores.Shape[^1];
        bool logarithmic = context.Attributes.Bool("use_log_space", true), ends = context.Attributes.Bool("use_start_and_end_states", true);
        int rows = ends ? states + 1 : states;
        KernelContext.Require(lengths.Count == batch, $"There should be exactly one length for every batch element, got {lengths} for {scores}");
        KernelContext.Require(allowed.Count == 0 || allowed.Shape.SequenceEqual([rows, rows]), $"allowed_transitions must be [{rows},{rows}], got {allowed}");
        KernelContext.Require(weights.Count == 0 || weights.Shape.SequenceEqual([rows, rows]), $"transition_weights must be [{rows},{rows}], got {weights}");
        KernelContext.Require(logarithmic || !Array.Exists(weights.Values<float>().ToArray(), weight => weight < 0), "The transition weights tensor must not contain negative values.");
        var chain = new StateChain(states, logarithmic, ends, allowed.Values<bool>().ToArray(), weights.Values<float>().ToArray());
        var path = new List<int>();
        var splits = new double[batch + 1];
        for (int i = 0; i < batch; i++)
        {
            long length = KernelContext.IntegerAt(lengths, i);
            KernelContext.Require(length >= 0 && length <= steps, "The scores tensor is too short for the longest sequence length.");
            ReadOnlySpan<float> own = scores.Values<float>().Slice(i * steps * states, (int)length * states);
            path.AddRange(context.Attributes.Bool("use_viterbi", true) ? chain.BestPath(own) : chain.BestSteps(own));
            splits[i + 1] = path.Count;
        }

        path.ToArray().CopyTo(context.Allocate(0, DType.Int32, [path.Count]).Values<int>());
        Numbers.Write(context.Allocate(1, context.Attributes.Type("Tsplits", DType.Int64), [batch + 1]), splits);
    }
}
