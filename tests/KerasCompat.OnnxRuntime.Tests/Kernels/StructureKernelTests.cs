using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

public sealed class StructureKernelTests
{
    private static readonly float[] Scores = [10, 12, 6, 4, 13, 12, 11, 10];
    private static readonly bool[] AllowedTransitions =
    [
        true, true, true, true, true,
        true, true, true, true, true,
        true, false, true, false, false,
        true, true, true, true, true,
        true, false, true, true, true,
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_tree_of_the_largest_score_is_the_best_of_all(bool forest)
    {
        var random = new Random(7);
        for (int round = 0; round < 60; round++)
        {
            int nodes = random.Next(1, 6);
            float[] scores = [.. Enumerable.Range(0, nodes * nodes).Select(_ => (float)random.Next(-20, 20) + (random.Next(1000) / 1000f))];

            ModelTensor[] results = Run(
                "MaxSpanningTree", [DType.Float32, DType.Int32], [Values([1], nodes), Values([1, nodes, nodes], scores)], ("T", Type(DType.Float32)), ("forest", Bool(forest)));

            Assert.Equal(Best(scores, nodes, forest), results[0].Values<float>()[0], 1e-3f);
            Assert.True(IsTree(results[1].Values<int>().ToArray(), forest));
        }
    }

    [Fact]
    public void Scores_that_are_not_finite_are_no_arcs_and_missing_nodes_have_no_source()
    {
        float none = float.NegativeInfinity;
        float[] scores =
        [
            1, none, 9,
            4, 7, 9,
            9, 9, 9,
        ];

        ModelTensor[] results = Run("MaxSpanningTree", [DType.Float32, DType.Int32], [Values([1], 2), Values([1, 3, 3], scores)], ("T", Type(DType.Float32)));

        // Node 0 cannot come from node 1, so it is the root.
        Assert.Equal([0, 0, -1], results[1].Values<int>().ToArray());
        Assert.Equal([5f], results[0].Values<float>().ToArray());
    }

    [Fact]
    public void A_graph_without_a_tree_is_refused() =>
        Assert.Contains("Infeasible digraph", Assert.Throws<ModelCallException>(() => Run(
            "MaxSpanningTree", [DType.Float32, DType.Int32], [Values([1], 2), Values([1, 2, 2], 1f, float.NaN, float.NaN, 1f)], ("T", Type(DType.Float32)))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_sequence_takes_only_transitions_that_are_allowed(bool logarithmic)
    {
        for (int seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            int steps = random.Next(1, 5), states = 3;
            float[] scores = Positive(steps * states), weights = Positive((states + 1) * (states + 1));
            bool[] allowed = [.. Enumerable.Range(0, weights.Length).Select(_ => random.Next(4) > 0)];

            int[] path = Sequence(scores, [1, steps, states], steps, allowed, weights, states + 1, viterbi: true, logarithmic, ends: true)[0].Values<int>().ToArray();

            Assert.Equal(BestScore(scores, allowed, weights, steps, states, logarithmic), Score(path, scores, allowed, weights, states, logarithmic), 1e-3f);

            float[] Positive(int count) => [.. Enumerable.Range(0, count).Select(_ => 0.1f + random.NextSingle())];
        }
    }

    [Fact]
    public void Without_constraints_each_step_is_the_best_state_and_the_higher_of_equal_ones()
    {
        ModelTensor[] results = Sequence([1, 3, 3, 5, 2, 2], [2, 3], 2, [], [], 0, viterbi: false, logarithmic: true, ends: false);

        Assert.Equal([2, 0], results[0].Values<int>().ToArray());
        Assert.Equal([0L, 2L], results[1].Values<long>().ToArray());
    }

    [Fact]
    public void Greedy_steps_take_only_transitions_that_are_allowed()
    {
        // No sequence may begin with state 1, which scores 12, so it begins with state 0.
        ModelTensor[] results = Sequence(Scores, [1, 2, 4], 2, AllowedTransitions, [], 5, viterbi: false, logarithmic: true, ends: true);

        Assert.Equal([0, 0], results[0].Values<int>().ToArray());
    }

    [Fact]
    public void A_sequence_that_no_transition_allows_is_all_errors()
    {
        ModelTensor[] results = Sequence([1, 2, 3, 4], [1, 2, 2], 2, new bool[9], [], 3, viterbi: true, logarithmic: true, ends: true);

        Assert.Equal([-1, -1], results[0].Values<int>().ToArray());
    }

    private static ModelTensor[] Sequence(float[] scores, long[] shape, int length, bool[] allowed, float[] weights, int size, bool viterbi, bool logarithmic, bool ends)
    {
        (string, AttrValue)[] attributes = [("use_viterbi", Bool(viterbi)), ("use_log_space", Bool(logarithmic)), ("use_start_and_end_states", Bool(ends))];
        return Run(
            "ConstrainedSequence",
            [DType.Int32, DType.Int64],
            [Values(shape, scores), Values([1], length), Values(allowed.Length == 0 ? [0, 0] : [size, size], allowed), Values(weights.Length == 0 ? [0, 0] : [size, size], weights)],
            attributes);
    }

    private static float BestScore(float[] scores, bool[] allowed, float[] weights, int steps, int states, bool logarithmic)
    {
        float best = float.MinValue;
        for (int code = 0; code < Math.Pow(states, steps); code++)
        {
            int[] path = [.. Enumerable.Range(0, steps).Select(step => code / (int)Math.Pow(states, step) % states)];
            best = Math.Max(best, Score(path, scores, allowed, weights, states, logarithmic));
        }

        return best;
    }

    private static float Score(int[] path, float[] scores, bool[] allowed, float[] weights, int states, bool logarithmic)
    {
        float total = logarithmic ? 0 : 1;
        int before = states;
        for (int step = 0; step <= path.Length; step++)
        {
            int state = step < path.Length ? path[step] : states;
            if (state < 0 || !allowed[(before * (states + 1)) + state])
            {
                return float.MinValue;
            }

            float weight = weights[(before * (states + 1)) + state], own = step == path.Length ? (logarithmic ? 0 : 1) : scores[(step * states) + state];
            total = logarithmic ? total + weight + own : total * weight * own;
            before = state;
        }

        return total;
    }

    private static float Best(float[] scores, int nodes, bool forest)
    {
        float best = float.MinValue;
        for (int code = 0; code < Math.Pow(nodes, nodes); code++)
        {
            int[] sources = [.. Enumerable.Range(0, nodes).Select(node => code / (int)Math.Pow(nodes, node) % nodes)];
            if (IsTree(sources, forest))
            {
                best = Math.Max(best, sources.Select((source, node) => scores[(node * nodes) + source]).Sum());
            }
        }

        return best;
    }

    private static bool IsTree(int[] sources, bool forest)
    {
        bool reachesRoot = Enumerable.Range(0, sources.Length).All(node =>
        {
            for (int step = 0; step < sources.Length && sources[node] != node; step++)
            {
                node = sources[node];
            }

            return sources[node] == node;
        });
        int roots = sources.Where((source, node) => source == node).Count();
        return reachesRoot && (forest ? roots > 0 : roots == 1);
    }
}
