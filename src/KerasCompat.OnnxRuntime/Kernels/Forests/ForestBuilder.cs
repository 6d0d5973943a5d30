using KerasCompat.OnnxRuntime.Kernels.Forests.Protos;
using Asked = KerasCompat.OnnxRuntime.Kernels.Forests.Protos.Condition.TypeOneofCase;

namespace KerasCompat.OnnxRuntime.Kernels.Forests;

/// <summary>Puts the nodes of a model's files together: a tree is its root, then what the root leads to when its test fails, then the rest.</summary>
/// <param name="columns">The features.</param>
/// <param name="classes">The number of classes of which each leaf has a distribution; 0 where none is wanted.</param>
internal sealed class ForestBuilder(ForestColumns columns, int classes)
{
    private readonly List<TreeNode> _nodes = [];
    private readonly List<int> _roots = [];
    private readonly List<CategorySet> _sets = [];
    private readonly List<WeightedSum> _sums = [];
    private readonly List<float> _distributions = [];

    /// <summary>Takes all trees.</summary>
    /// <exception cref="KernelException">They are damaged, or not as many as wanted.</exception>
    public Forest Build(IEnumerable<Node> nodes, long trees)
    {
        var waiting = new Stack<int>();
        bool complete = true;
        int leaves = 0;
        foreach (Node node in nodes)
        {
            if (complete)
            {
                _roots.Add(_nodes.Count);
                (complete, leaves) = (false, 0);
            }

            if (node.Condition is { } condition)
            {
                waiting.Push(_nodes.Count);
                _nodes.Add(Inner(condition));
                continue;
            }

            _nodes.Add(Leaf(node, leaves++));
            if (waiting.TryPop(out int parent))
            {
                _nodes[parent] = _nodes[parent] with { Positive = _nodes.Count };
            }
            else
            {
                complete = true;
            }
        }

        KernelContext.Require(complete, "the last tree of the forest ends early");
        KernelContext.Require(_roots.Count == trees && trees > 0, $"the forest has {_roots.Count} trees, its header names {trees}");
        return new Forest([.. _nodes], [.. _roots], [.. _sets], [.. _sums], [.. _distributions], columns);
    }

    private TreeNode Leaf(Node node, int ordinal)
    {
        int detail = _distributions.Count;
        if (classes > 0)
        {
            Distribution? distribution = node.Classifier?.Distribution;
            KernelContext.Require(distribution?.Counts.Count == classes + 1, $"a leaf of the forest is no distribution over {classes} classes");
            for (int i = 1; i <= classes; i++)
            {
                _distributions.Add((float)(distribution!.Sum > 0 ? distribution.Counts[i] / distribution.Sum : 0));
            }
        }

        return new TreeNode(TreeTest.None, default, false, ordinal, node.Regressor?.TopValue ?? 0, node.Classifier?.TopValue ?? 0, detail);
    }

    private TreeNode Inner(NodeCondition condition)
    {
        Condition test = condition.Condition ?? new Condition();
        ForestColumn column = columns[condition.Attribute];
        var node = new TreeNode(TreeTest.IsMissing, column.Kind, condition.NaValue, column.Slot, 0, 0, 0);
        switch (test.TypeCase)
        {
            case Asked.NaCondition:
                return node;
            case Asked.HigherCondition:
                RequireKind(column, ColumnKind.Number);
                return node with { Test = TreeTest.AtLeast, Value = test.HigherCondition!.Threshold };
            case Asked.DiscretizedHigherCondition:
                RequireKind(column, ColumnKind.Number);
                return node with { Test = TreeTest.AtLeast, Value = Boundary(column, test.DiscretizedHigherCondition!.Threshold) };
            case Asked.TrueValueCondition:
                RequireKind(column, ColumnKind.Flag);
                return node with { Test = TreeTest.IsTrue };
            case Asked.ContainsCondition:
                return Among(node, new CategorySet(test.ContainsCondition!.Elements.Select(element => unchecked((int)element))));
            case Asked.ContainsBitmapCondition:
                return Among(node, new CategorySet(test.ContainsBitmapCondition!.ElementsBitmap));
            case Asked.ObliqueCondition:
                _sums.Add(Sum(test.ObliqueCondition!));
                return node with { Test = TreeTest.SumAtLeast, Value = test.ObliqueCondition!.Threshold, Detail = _sums.Count - 1 };
            default:
                throw KernelContext.Refuse("a node of the forest has a condition that is not known");
        }
    }

    private TreeNode Among(in TreeNode node, CategorySet categories)
    {
        KernelContext.Require(node.Kind is ColumnKind.Category or ColumnKind.Categories, "a node of the forest asks for categories of a feature that has none");
        _sets.Add(categories);
        return node with { Test = node.Kind == ColumnKind.Category ? TreeTest.IsAmong : TreeTest.AnyAmong, Detail = _sets.Count - 1 };
    }

    private WeightedSum Sum(Oblique oblique)
    {
        int count = oblique.Attributes.Count;
        KernelContext.Require(oblique.Weights.Count == count && (oblique.NaReplacements.Count == 0 || oblique.NaReplacements.Count == count), "a weighted sum of the forest has not as many weights as features");
        var slots = new int[count];
        for (int i = 0; i < count; i++)
        {
            ForestColumn column = columns[unchecked((int)oblique.Attributes[i])];
            RequireKind(column, ColumnKind.Number);
            slots[i] = column.Slot;
        }

        return new WeightedSum(slots, [.. oblique.Weights], [.. oblique.NaReplacements]);
    }

    /// <summary>The number of boundaries up to a value is at least a threshold when the value reaches the boundary at that place.</summary>
    private static float Boundary(ForestColumn column, int threshold)
    {
        KernelContext.Require(column.Boundaries is not null, "a node of the forest asks for the bucket of a feature that has none");
        return threshold <= 0 ? float.NegativeInfinity : threshold <= column.Boundaries!.Length ? column.Boundaries[threshold - 1] : float.NaN;
    }

    private static void RequireKind(ForestColumn column, ColumnKind kind) =>
        KernelContext.Require(column.Kind == kind, $"a node of the forest asks for a {kind} of a feature that is a {column.Kind}");
}
