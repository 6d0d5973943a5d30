namespace KerasCompat.OnnxRuntime.Kernels.Forests;

/// <summary>Trees, as one list of nodes (yggdrasil_decision_forests/model/decision_tree/decision_tree.cc).</summary>
internal sealed class Forest(TreeNode[] nodes, int[] roots, CategorySet[] sets, WeightedSum[] sums, float[] distributions, ForestColumns columns)
{
    /// <summary>The features that it reads.</summary>
    public ForestColumns Columns => columns;

    /// <summary>The number of trees.</summary>
    public int Count => roots.Length;

    /// <summary>The distribution of a leaf over the classes.</summary>
    public ReadOnlySpan<float> Distribution(in TreeNode leaf, int classes) => distributions.AsSpan(leaf.Detail, classes);

    /// <summary>The leaf of a tree that an example falls into.</summary>
    public ref readonly TreeNode Leaf(int tree, in ForestBatch batch, int row)
    {
        int at = roots[tree];
        while (nodes[at].Test != TreeTest.None)
        {
            at = Passes(nodes[at], batch, row) ? nodes[at].Positive : at + 1;
        }

        return ref nodes[at];
    }

    private bool Passes(in TreeNode node, in ForestBatch batch, int row)
    {
        switch (node.Test)
        {
            case TreeTest.AtLeast:
                float number = batch.Number(row, node.Slot);
                return float.IsNaN(number) ? node.WhenMissing : number >= node.Value;
            case TreeTest.IsTrue:
                float flag = batch.Flag(row, node.Slot);
                return float.IsNaN(flag) ? node.WhenMissing : flag >= 0.5f;
            case TreeTest.IsAmong:
                int category = batch.Category(row, node.Slot);
                return category < 0 ? node.WhenMissing : sets[node.Detail].Contains(category);
            case TreeTest.AnyAmong:
                return AnyAmong(node, batch.Categories(row, node.Slot));
            case TreeTest.SumAtLeast:
                return SumAtLeast(node, batch, row);
            default:
                return batch.IsMissing(node.Kind, row, node.Slot);
        }
    }

    private bool AnyAmong(in TreeNode node, ReadOnlySpan<int> categories)
    {
        if (categories is [-1, ..])
        {
            return node.WhenMissing;
        }

        int count = columns.SetCategoryCounts[node.Slot];
        foreach (int category in categories)
        {
            if (sets[node.Detail].Contains(ForestBatch.Known(category, count)))
            {
                return true;
            }
        }

        return false;
    }

    private bool SumAtLeast(in TreeNode node, in ForestBatch batch, int row)
    {
        WeightedSum sum = sums[node.Detail];
        float total = 0;
        for (int i = 0; i < sum.Slots.Length; i++)
        {
            float number = batch.Number(row, sum.Slots[i]);
            if (float.IsNaN(number))
            {
                if (sum.Replacements.Length == 0)
                {
                    return node.WhenMissing;
                }

                number = sum.Replacements[i];
            }

            total += number * sum.Weights[i];
        }

        return total >= node.Value;
    }
}
