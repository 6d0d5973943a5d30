using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Graph;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Passes;

/// <summary>
/// Turns the conditionals of TensorFlow 1 (Switch, Merge) into If nodes with bodies. A value that a Switch did not choose is dead, and so is all
/// that is computed from it or waits for it; a Merge takes the one input that is alive (tensorflow/core/common_runtime/executor.cc).
/// </summary>
internal static class SwitchesToBranches
{
    public static void Run(TfGraph graph)
    {
        int left = int.MaxValue;
        while (Count(graph) is var count && count > 0 && count < left)
        {
            left = count;
            var life = new Liveness(graph.Schedule());
            Dictionary<TfOutput, TfOutput> instead = Decided(life);
            Rewiring.Replace(graph, instead.Count > 0 ? instead : Branch(graph, life));
        }
    }

    private static int Count(TfGraph graph) => Rewiring.Nodes(graph).Count(n => n.Op is "Merge" or "RefMerge" or "Switch" or "RefSwitch");

    /// <summary>Switches and merges of which it is known while translating what they choose.</summary>
    private static Dictionary<TfOutput, TfOutput> Decided(Liveness life)
    {
        var instead = new Dictionary<TfOutput, TfOutput>();
        foreach (TfNode merge in life.Merges)
        {
            if (life.Choice(merge) is { } choice && Known(choice.Predicate) is { } taken)
            {
                int alive = taken == choice.IsFirstTrue ? 0 : 1;
                instead[new TfOutput(merge, 0)] = merge.InputList[alive];
                instead[new TfOutput(merge, 1)] = Index(merge, alive);
            }
        }

        if (instead.Count == 0 && life.Merges.Count == 0)
        {
            // What no Merge asks for is alive whenever it is asked for.
            foreach (TfNode choice in life.Switches)
            {
                instead[new TfOutput(choice, 0)] = choice.InputList[0];
                instead[new TfOutput(choice, 1)] = choice.InputList[0];
            }
        }

        return instead;
    }

    /// <summary>The first merge, and those that depend on the same condition and not on it, as one If.</summary>
    private static Dictionary<TfOutput, TfOutput> Branch(TfGraph graph, Liveness life)
    {
        TfNode? first = life.Merges.FirstOrDefault(m => life.Choice(m) is not null);
        if (first is null)
        {
            return [];
        }

        Choice choice = life.Choice(first)!;
        var merges = new List<TfNode>();
        foreach (TfNode merge in life.Merges)
        {
            if (life.Choice(merge) is { } other && other.Predicate == choice.Predicate && life.SameConditions(merge, first) && !Liveness.Reaches(merge, merges))
            {
                merges.Add(merge);
            }
        }

        return ToIf(graph, life, choice.Predicate, merges);
    }

    private static Dictionary<TfOutput, TfOutput> ToIf(TfGraph graph, Liveness life, TfOutput predicate, List<TfNode> merges)
    {
        Excerpt yes = Side(true), no = Side(false);
        IReadOnlyList<TfOutput> first = yes.Take(Results(true)), second = no.Take(Results(false));

        // What a branch changes is changed only there.
        TfNode[] changes = [.. graph.Effects.Where(e => life.Needs(e, predicate, true)).Select(e => yes.Take([new TfOutput(e, 0)])[0].Node)];
        TfNode[] otherwise = [.. graph.Effects.Where(e => life.Needs(e, predicate, false)).Select(e => no.Take([new TfOutput(e, 0)])[0].Node)];
        TfOutput[] captured = [.. yes.Captured.Concat(no.Captured).Distinct()];
        var node = new TfNode(merges[0].Name, "If", new NodeAttributes(new Dictionary<string, AttrValue>(), null))
        {
            OutputTypes = [.. merges.SelectMany(m => (Contracts.DType[])[m.InputList[0].DType, Contracts.DType.Int32])],
            Bodies =
            [
                new TfGraph(merges[0].Name + "/true", [.. captured.Select(yes.Argument)], first, changes),
                new TfGraph(merges[0].Name + "/false", [.. captured.Select(no.Argument)], second, otherwise),
            ],
        };
        node.InputList.Add(predicate);
        node.InputList.AddRange(captured);
        if (changes.Length > 0 || otherwise.Length > 0)
        {
            node.CallsEffects = true;
            graph.Effects = [.. graph.Effects.Where(e => !life.Needs(e, predicate, true) && !life.Needs(e, predicate, false)), node];
        }

        var instead = new Dictionary<TfOutput, TfOutput>();
        for (int i = 0; i < merges.Count; i++)
        {
            instead[new TfOutput(merges[i], 0)] = new TfOutput(node, 2 * i);
            instead[new TfOutput(merges[i], 1)] = new TfOutput(node, (2 * i) + 1);
        }

        return instead;

        Excerpt Side(bool side) => new(output => output.Node.Op is "Switch" or "RefSwitch" && output.Node.InputList[1] == predicate ? output.Node.InputList[0]
            : life.Needs(output.Node, predicate, side) ? null
            : output);

        TfOutput[] Results(bool side) => [.. merges.SelectMany(m =>
        {
            int alive = life.Choice(m)!.IsFirstTrue == side ? 0 : 1;
            return (TfOutput[])[m.InputList[alive], Index(m, alive)];
        })];
    }

    private static bool? Known(TfOutput predicate) => predicate.Node.Op == "Const" && predicate.Node.Attributes.Tensor("value") is { ElementCount: 1, DType: Contracts.DType.Bool } value
        ? Constants.ToIntegers(value)[0] != 0
        : null;

    private static TfOutput Index(TfNode merge, int index) =>
        ConstantNode.Of(merge.Name + "/value_index", Constants.Scalar(Contracts.DType.Int32, index));
}
