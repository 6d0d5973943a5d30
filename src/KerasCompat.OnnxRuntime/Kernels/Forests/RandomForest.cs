using KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

namespace KerasCompat.OnnxRuntime.Kernels.Forests;

/// <summary>Trees that vote, or whose answers are averaged (yggdrasil_decision_forests/model/random_forest/random_forest.cc).</summary>
internal sealed class RandomForest : ForestModel
{
    private readonly int _task;
    private readonly bool _votes;

    private RandomForest(Forest forest, string[] names, int task, bool votes)
        : base(forest, names) => (_task, _votes) = (task, votes);

    /// <summary>Reads a model's trees.</summary>
    /// <exception cref="KernelException">They are damaged, or for something that is not supported.</exception>
    public static RandomForest Read(ForestFiles files, AbstractModel header, ForestColumns columns, string[] names)
    {
        KernelContext.Require(header.Task is Classification or Regression, $"task {header.Task} of a random forest is not supported");
        RandomForestHeader trees = files.Read("random_forest_header.pb", new RandomForestHeader());
        bool averages = header.Task == Classification && !trees.WinnerTakeAllInference;
        Forest forest = new ForestBuilder(columns, averages ? names.Length : 0).Build(files.Nodes(trees.NumNodeShards, trees.NodeFormat), trees.NumTrees);
        return new RandomForest(forest, names, header.Task, !averages);
    }

    public override void Predict(in ForestBatch batch, int row, Span<float> output)
    {
        output.Clear();
        double sum = 0;
        for (int tree = 0; tree < Trees.Count; tree++)
        {
            ref readonly TreeNode leaf = ref Trees.Leaf(tree, batch, row);
            if (_task == Regression)
            {
                sum += leaf.Value;
            }
            else if (!_votes)
            {
                ReadOnlySpan<float> distribution = Trees.Distribution(leaf, output.Length);
                for (int i = 0; i < output.Length; i++)
                {
                    output[i] += distribution[i];
                }
            }
            else if (leaf.Positive > 0 && leaf.Positive <= output.Length)
            {
                output[leaf.Positive - 1]++;
            }
        }

        if (_task == Regression)
        {
            output[0] = (float)(sum / Trees.Count);
            return;
        }

        foreach (ref float value in output)
        {
            value = Math.Clamp(value / Trees.Count, 0, 1);
        }
    }
}
