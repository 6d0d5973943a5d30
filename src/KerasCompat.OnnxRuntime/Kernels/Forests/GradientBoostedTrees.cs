using KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

namespace KerasCompat.OnnxRuntime.Kernels.Forests;

/// <summary>
/// Trees whose answers add up to a value, or to one for each class
/// (yggdrasil_decision_forests/model/gradient_boosted_trees/gradient_boosted_trees.cc).
/// </summary>
internal sealed class GradientBoostedTrees : ForestModel
{
    private readonly Activation _activation;
    private readonly float _initial;

    private GradientBoostedTrees(Forest forest, string[] names, Activation activation, float initial)
        : base(forest, names) => (_activation, _initial) = (activation, initial);

    /// <summary>What becomes of the sums.</summary>
    private enum Activation
    {
        None,
        Logistic,
        Softmax,
    }

    /// <summary>Reads a model's trees.</summary>
    /// <exception cref="KernelException">They are damaged, or for something that is not supported.</exception>
    public static GradientBoostedTrees Read(ForestFiles files, AbstractModel header, ForestColumns columns, string[] names)
    {
        GradientBoostedTreesHeader trees = files.Read("gradient_boosted_trees_header.pb", new GradientBoostedTreesHeader());
        Activation activation = trees.Loss switch
        {
            1 or 6 when header.Task == Classification => Activation.Logistic,
            3 when header.Task == Classification => Activation.Softmax,
            2 or 4 or 5 when header.Task is Regression or Ranking => Activation.None,
            _ => throw KernelContext.Refuse($"loss {trees.Loss} of gradient boosted trees is not supported for task {header.Task}"),
        };
        if (activation == Activation.Logistic)
        {
            KernelContext.Require(names.Length == 2, $"the forest tells two classes apart, but has {names.Length}");
        }

        if (!header.ClassificationOutputsProbabilities)
        {
            names = activation == Activation.Logistic ? names[1..] : names;
            activation = Activation.None;
        }

        bool several = names.Length > 1 && activation != Activation.Logistic;
        KernelContext.Require(trees.NumTreesPerIter == (several ? names.Length : 1) && trees.NumTrees % trees.NumTreesPerIter == 0, $"the forest adds {trees.NumTreesPerIter} trees at a time");
        KernelContext.Require(several || trees.InitialPredictions.Count == 1, $"the forest begins with {trees.InitialPredictions.Count} values");
        Forest forest = new ForestBuilder(columns, classes: 0).Build(files.Nodes(trees.NumNodeShards, trees.NodeFormat), trees.NumTrees);
        return new GradientBoostedTrees(forest, names, activation, several ? 0 : trees.InitialPredictions[0]);
    }

    public override void Predict(in ForestBatch batch, int row, Span<float> output)
    {
        if (output.Length > 1 && _activation != Activation.Logistic)
        {
            SumEach(batch, row, output);
            return;
        }

        double sum = _initial;
        for (int tree = 0; tree < Trees.Count; tree++)
        {
            sum += Trees.Leaf(tree, batch, row).Value;
        }

        if (_activation == Activation.Logistic)
        {
            output[1] = (float)(1 / (1 + Math.Exp(-sum)));
            output[0] = 1 - output[1];
        }
        else
        {
            output[0] = (float)sum;
        }
    }

    private void SumEach(in ForestBatch batch, int row, Span<float> output)
    {
        output.Clear();
        for (int tree = 0, place = 0; tree < Trees.Count; tree++, place = place + 1 == output.Length ? 0 : place + 1)
        {
            output[place] += Trees.Leaf(tree, batch, row).Value;
        }

        if (_activation != Activation.Softmax)
        {
            return;
        }

        float sum = 0;
        foreach (ref float value in output)
        {
            sum += value = MathF.Exp(value);
        }

        foreach (ref float value in output)
        {
            value /= sum;
        }
    }
}
